package dev.billing.customers.operator;

import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.openapitools.jackson.nullable.JsonNullable;

/** The request body for a business. */
@RegisterForReflection
public final class BusinessInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();

    /** The name. Throws {@code ApiException} 400 if it is missing. */
    String name() {
        Input.require("name", name);
        return name.get();
    }
}
