package dev.billing.customers.business;

import dev.billing.customers.api.Call;
import dev.billing.customers.api.CallerCheck;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Checks again the API key of a request that takes long, because the key may be revoked meanwhile. */
@Singleton
public class KeyCheck implements CallerCheck {

    private final ApiKeyIdentityProvider identities;

    KeyCheck(ApiKeyIdentityProvider identities) {
        this.identities = identities;
    }

    /** Whether the key of a request is still valid, as far as this can be known at the moment. */
    @Override
    public Uni<Boolean> isValid(RoutingContext request) {
        var key = Credentials.key(request.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .orElseThrow();
        return identities
                .find(new ApiKeyAuthenticationRequest(key, Call.client(request)))
                .replaceWith(true)
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(true);
    }
}
