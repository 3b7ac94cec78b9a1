package dev.billing.customers.business;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** The API key that a request came with. */
final class KeyAuthenticationRequest extends BaseAuthenticationRequest {

    private final String key;

    KeyAuthenticationRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
