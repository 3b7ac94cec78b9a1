package dev.billing.customers.business;

import dev.billing.customers.api.Call;
import dev.billing.customers.database.Owner;
import dev.billing.customers.error.ApiExceptionMapper;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads the API key from a request: the user name of HTTP Basic (RFC 7617) or a Bearer token (RFC 6750). */
@ApplicationScoped
class ApiKeyAuthenticationMechanism implements HttpAuthenticationMechanism {

    private final ApiKeyIdentityProvider provider;

    ApiKeyAuthenticationMechanism(ApiKeyIdentityProvider provider) {
        this.provider = provider;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        var headers = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return Credentials.key(headers)
                .map(key -> provider.cached(key)
                        .map(identity -> Uni.createFrom().item(identity))
                        .orElseGet(() ->
                                identities.authenticate(new ApiKeyAuthenticationRequest(key, Call.client(context))))
                        .invoke(identity -> identified(context, ApiKeyPrincipal.of(identity))))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", ApiExceptionMapper.CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ApiKeyAuthenticationRequest.class);
    }

    private static void identified(RoutingContext context, ApiKeyPrincipal caller) {
        context.put(Call.BUSINESS, caller.businessId());
        context.put(Call.KEY, caller.keyId());
        context.put(Call.KEY_NAME, caller.keyName());
        context.put(Call.REPRESENTATION, caller.representation());
        Owner.set(caller.businessId());
    }
}
