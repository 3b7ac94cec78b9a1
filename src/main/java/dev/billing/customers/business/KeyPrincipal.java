package dev.billing.customers.business;

import java.security.Principal;

/** Who an authenticated caller is: a key of a business. */
record KeyPrincipal(long businessId, long keyId) implements Principal {

    @Override
    public String getName() {
        return businessId + "/" + keyId;
    }
}
