package dev.billing.customers.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.Representation;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Representations in request bodies. */
final class Representations {

    private Representations() {}

    /** The representation with this name. Throws {@link ApiException} 400 if there is none. */
    static Representation parse(@Nullable JsonNode sent) {
        return Representation.of(sent == null ? "" : sent.asText())
                .orElseThrow(() -> ApiException.invalid(
                        "representation",
                        "'representation' must be one of: "
                                + Stream.of(Representation.values())
                                        .map(Representation::version)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
