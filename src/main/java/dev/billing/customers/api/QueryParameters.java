package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.url.UrlParameters;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The parameters of a request's query string, parsed once by the first filter. */
public final class QueryParameters {

    private static final String KEY = UrlParameters.class.getName();

    private QueryParameters() {}

    /** Parses the parameters; throws {@link ApiException} 400 if they are invalid. */
    public static void read(RoutingContext context) {
        context.put(KEY, UrlParameters.parse(context.request().query()));
    }

    /** The parameters of a request; empty before they are parsed. */
    static Optional<UrlParameters> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }
}
