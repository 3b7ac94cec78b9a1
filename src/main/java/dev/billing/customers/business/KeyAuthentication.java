package dev.billing.customers.business;

import dev.billing.customers.database.Owner;
import dev.billing.customers.error.ErrorAnswers;
import dev.billing.customers.http.Exchange;
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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Takes the API key out of a request: the user name of HTTP Basic (RFC 7617) or a Bearer token (RFC 6750). */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager identities) {
        var header = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        return key(header)
                .map(key -> identities
                        .authenticate(new KeyAuthenticationRequest(key, Exchange.client(exchange)))
                        .invoke(identity -> identified(exchange, KeyPrincipal.of(identity))))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", ErrorAnswers.CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(KeyAuthenticationRequest.class);
    }

    private static void identified(RoutingContext exchange, KeyPrincipal caller) {
        exchange.put(Exchange.BUSINESS, caller.businessId());
        exchange.put(Exchange.KEY, caller.keyId());
        Owner.set(caller.businessId());
    }

    /** The key in an Authorization header; the password of Basic is not looked at. */
    static Optional<String> key(String header) {
        var value = header.strip();
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return present(value.substring(BEARER.length()));
        }
        if (!value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            var decoded =
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            var userAndPassword = new String(decoded, StandardCharsets.UTF_8);
            return present(userAndPassword.split(":", 2)[0]);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> present(String key) {
        return Optional.of(key.strip()).filter(text -> !text.isEmpty());
    }
}
