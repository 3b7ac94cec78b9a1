package dev.billing.customers.business;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** The authenticated business of the current request. Every statement of the request is scoped by it. */
@RequestScoped
public class CurrentBusiness {

    private final SecurityIdentity identity;

    CurrentBusiness(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The id of the business. Only for requests that require a permission, and are therefore authenticated. */
    public long id() {
        return ApiKeyPrincipal.of(identity).businessId();
    }
}
