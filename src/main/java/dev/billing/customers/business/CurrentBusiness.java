package dev.billing.customers.business;

import dev.billing.customers.api.Call;
import jakarta.inject.Singleton;
import java.util.Objects;

/** The authenticated business of the current request. Every statement of the request is scoped by it. */
@Singleton
public class CurrentBusiness {

    private final Call call;

    CurrentBusiness(Call call) {
        this.call = call;
    }

    /** The id of the business. Only for requests that require a permission, and are therefore authenticated. */
    public long id() {
        return Objects.requireNonNull(call.business());
    }
}
