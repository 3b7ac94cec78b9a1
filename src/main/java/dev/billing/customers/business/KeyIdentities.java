package dev.billing.customers.business;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds out whose key it is. What was found, unknown keys included, is remembered for some seconds: the hot path asks no
 * database, and a revoked key stops working on every instance when its entry expires.
 */
@ApplicationScoped
class KeyIdentities implements IdentityProvider<KeyAuthenticationRequest> {

    private final Businesses businesses;
    private final CaffeineCache cache;

    KeyIdentities(Businesses businesses, @CacheName("api-keys") Cache cache) {
        this.businesses = businesses;
        this.cache = cache.as(CaffeineCache.class);
    }

    @Override
    public Class<KeyAuthenticationRequest> getRequestType() {
        return KeyAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(KeyAuthenticationRequest request, AuthenticationRequestContext context) {
        var hash = ByteBuffer.wrap(KeySecret.hash(request.key()));
        var known = cache.<Optional<SecurityIdentity>>getIfPresent(hash);
        // Asking the cache to load goes through several stages, even where there is nothing to load.
        return (known != null && known.isDone() && !known.isCompletedExceptionally()
                        ? Uni.createFrom().item(known.join())
                        : load(hash))
                .map(found -> found.orElseThrow(AuthenticationFailedException::new));
    }

    private Uni<Optional<SecurityIdentity>> load(ByteBuffer hash) {
        return cache.getAsync(
                hash, key -> businesses.keyByHash(key.array()).map(found -> found.map(KeyIdentities::identity)));
    }

    /** Forgets what is remembered of a key, so that this instance at least refuses it at once. */
    Uni<Void> forget(byte[] hash) {
        return cache.invalidate(ByteBuffer.wrap(hash));
    }

    private static SecurityIdentity identity(ApiKey key) {
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new KeyPrincipal(key.businessId(), key.id()));
        key.permissions().forEach(identity::addPermissionAsString);
        return identity.build();
    }
}
