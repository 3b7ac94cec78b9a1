package dev.billing.customers.business;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** The API key of a request, and the client's address. */
final class ApiKeyAuthenticationRequest extends BaseAuthenticationRequest {

    private final String key;
    private final String origin;

    ApiKeyAuthenticationRequest(String key, String origin) {
        this.key = key;
        this.origin = origin;
    }

    String key() {
        return key;
    }

    String origin() {
        return origin;
    }
}
