package dev.billing.customers.business;

import dev.billing.customers.query.Representation;
import io.quarkus.security.identity.SecurityIdentity;
import java.security.Principal;

/** The authenticated caller: a key of a business. */
record ApiKeyPrincipal(long businessId, long keyId, String keyName, Representation representation)
        implements Principal {

    /** The principal of an identity that was authenticated by a key. */
    static ApiKeyPrincipal of(SecurityIdentity identity) {
        return (ApiKeyPrincipal) identity.getPrincipal();
    }

    @Override
    public String getName() {
        return businessId + "/" + keyId;
    }
}
