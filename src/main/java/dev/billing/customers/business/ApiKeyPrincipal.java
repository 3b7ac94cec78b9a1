package dev.billing.customers.business;

import io.quarkus.security.identity.SecurityIdentity;
import java.security.Principal;

/** Who an authenticated caller is: a key of a business. */
record ApiKeyPrincipal(long businessId, long keyId) implements Principal {

    /** The key behind an identity that a key authenticated. */
    static ApiKeyPrincipal of(SecurityIdentity identity) {
        return (ApiKeyPrincipal) identity.getPrincipal();
    }

    @Override
    public String getName() {
        return businessId + "/" + keyId;
    }
}
