package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.Booleans;
import dev.billing.customers.query.Representation;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Decides the representation of a request: by its parameter {@code envelope}, or by its API key. */
final class Representations {

    static final String PARAMETER = "envelope";

    private Representations() {}

    /** The representation of a request. Throws {@link ApiException} 400 if the parameter is neither true nor false. */
    static Representation of(RoutingContext context) {
        return QueryParameters.of(context)
                .flatMap(parameters -> parameters.value(PARAMETER))
                .map(Representations::parse)
                .orElseGet(() -> ofKey(context));
    }

    private static Representation parse(String envelope) {
        boolean isEnveloped = Booleans.parseParameter(envelope)
                .orElseThrow(() -> ApiException.invalid(
                        PARAMETER, "'envelope' must be 0 for the object or list itself, or 1 for one in an envelope."));
        return isEnveloped ? Representation.ENVELOPED : Representation.BARE;
    }

    private static Representation ofKey(RoutingContext context) {
        @Nullable Representation ofKey = context.get(Call.REPRESENTATION);
        return ofKey == null ? Representation.ENVELOPED : ofKey;
    }
}
