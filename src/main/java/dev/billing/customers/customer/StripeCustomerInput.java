package dev.billing.customers.customer;

import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.openapitools.jackson.nullable.JsonNullable;

/** Which customer of Stripe a customer is. Stripe lets accounts choose the ids, so that any text may be one. */
@RegisterForReflection
public final class StripeCustomerInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> id = JsonNullable.undefined();

    /** Checks that there is an id. */
    void check(Faults faults) {
        Input.require(faults, "id", id);
    }
}
