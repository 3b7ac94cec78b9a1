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
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whose key it is. What was found, unknown keys included, is remembered for some seconds: the hot path asks no
 * database, and a revoked key stops working on every instance when its entry expires.
 *
 * <p>A caller without a key costs no statement if its text cannot be a key, and cannot keep the callers waiting who have one: keys
 * that were good the last time are looked up with the share of their business, all others with what is reserved for that.
 */
@ApplicationScoped
class ApiKeyIdentityProvider implements IdentityProvider<ApiKeyAuthenticationRequest> {

    private final ApiKeyRepository keys;
    private final CaffeineCache identities;
    private final CaffeineCache businesses;
    private final Set<String> samples;

    ApiKeyIdentityProvider(
            ApiKeyRepository keys,
            @CacheName("api-keys") Cache identities,
            @CacheName("api-key-businesses") Cache businesses,
            ApiKeySettings settings) {
        this.keys = keys;
        this.identities = identities.as(CaffeineCache.class);
        this.businesses = businesses.as(CaffeineCache.class);
        this.samples = settings.samples().orElse(Set.of());
    }

    @Override
    public Class<ApiKeyAuthenticationRequest> getRequestType() {
        return ApiKeyAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            ApiKeyAuthenticationRequest request, AuthenticationRequestContext context) {
        if (!ApiKeySecret.isPossible(request.key()) && !samples.contains(request.key())) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        var hash = ByteBuffer.wrap(ApiKeySecret.hash(request.key()));
        var known = identities.<Optional<SecurityIdentity>>getIfPresent(hash);
        // Asking the cache to load goes through several stages, even if there is nothing to load.
        return (known != null && known.isDone() && !known.isCompletedExceptionally()
                        ? Uni.createFrom().item(known.join())
                        : load(hash, request.origin()))
                .map(found -> found.orElseThrow(AuthenticationFailedException::new));
    }

    /** Forgets what is remembered of a key, so that this instance at least refuses it at once. */
    Uni<Void> forget(byte[] hash) {
        return identities.invalidate(ByteBuffer.wrap(hash));
    }

    private Uni<Optional<SecurityIdentity>> load(ByteBuffer hash, String origin) {
        return identities.getAsync(hash, missing -> find(hash, origin)
                .invoke(found -> remember(hash, found))
                .map(found -> found.map(ApiKeyIdentityProvider::identity)));
    }

    private Uni<Optional<ApiKeyRepository.Found>> find(ByteBuffer hash, String origin) {
        var business = businesses.<Long>getIfPresent(hash);
        return business == null
                ? keys.findUnknown(hash.array(), origin)
                : keys.findKnown(hash.array(), business.join());
    }

    private void remember(ByteBuffer hash, Optional<ApiKeyRepository.Found> found) {
        found.ifPresentOrElse(
                key -> businesses.put(hash, CompletableFuture.completedFuture(key.businessId())),
                () -> businesses.invalidate(hash).subscribe().with(forgotten -> {}));
    }

    private static SecurityIdentity identity(ApiKeyRepository.Found key) {
        var identity = QuarkusSecurityIdentity.builder().setPrincipal(new ApiKeyPrincipal(key.businessId(), key.id()));
        key.permissions().forEach(identity::addPermissionAsString);
        return identity.build();
    }
}
