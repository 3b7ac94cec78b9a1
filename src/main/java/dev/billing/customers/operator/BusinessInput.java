package dev.billing.customers.operator;

import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.openapitools.jackson.nullable.JsonNullable;

/** The request body for a business. */
@RegisterForReflection
public final class BusinessInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();

    /** Checks that there is a name. */
    void check(Faults faults) {
        Input.require(faults, "name", name);
    }
}
