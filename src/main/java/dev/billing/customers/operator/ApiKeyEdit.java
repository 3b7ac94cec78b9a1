package dev.billing.customers.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Representation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The request body for a change of an API key. */
@RegisterForReflection
public final class ApiKeyEdit implements Input {

    public @Nullable JsonNode representation;

    /** Checks the representation. */
    void check(Faults faults) {
        faults.check(this::representation);
    }

    /** The new representation. Throws {@code ApiException} 400 if it is missing, or if there is no such one. */
    Representation representation() {
        return Representations.parse(representation);
    }
}
