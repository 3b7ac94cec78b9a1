package dev.billing.customers.business;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** The business whose key the current request came with. Every statement of the request is scoped by it. */
@RequestScoped
public class CurrentBusiness {

    private final SecurityIdentity identity;

    CurrentBusiness(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The business's id. Only for requests that need a permission, and so are authenticated. */
    public long id() {
        return ApiKeyPrincipal.of(identity).businessId();
    }
}
