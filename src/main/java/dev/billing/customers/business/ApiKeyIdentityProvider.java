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
 * Authenticates API keys. Results, including unknown keys, are cached for some seconds: most requests need no database query, and a
 * revoked key stops working on every instance when its entry expires.
 *
 * <p>Text that cannot be a key is rejected without a query. Unknown keys do not delay requests with valid ones: keys that were valid the
 * last time are looked up with the share of their business, all others with reserved connections.
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
        return find(request);
    }

    /** The identity of a key, from the cache or the database; fails if there is no such key. */
    Uni<SecurityIdentity> find(ApiKeyAuthenticationRequest request) {
        if (!ApiKeySecret.isPossible(request.key()) && !samples.contains(request.key())) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return load(ApiKeySecret.hash(request.key()), request.origin())
                .map(found -> found.orElseThrow(AuthenticationFailedException::new));
    }

    /** The identity of a key that is in the cache. Most requests have one, and need nothing else of the provider. */
    Optional<SecurityIdentity> cached(String key) {
        var known = identities.<Optional<SecurityIdentity>>getIfPresent(ByteBuffer.wrap(ApiKeySecret.hash(key)));
        boolean isLoaded = known != null && known.isDone() && !known.isCompletedExceptionally();
        return isLoaded ? known.join() : Optional.empty();
    }

    /** Puts a key into the cache, as if it had been found in the database. */
    void admit(byte[] hash, ApiKeyRepository.Found key) {
        identities.put(ByteBuffer.wrap(hash), CompletableFuture.completedFuture(Optional.of(identity(key))));
    }

    /** Removes a key from the cache, so that this instance rejects it immediately. */
    Uni<Void> forget(byte[] hash) {
        return identities.invalidate(ByteBuffer.wrap(hash));
    }

    private Uni<Optional<SecurityIdentity>> load(byte[] hash, String origin) {
        return identities.getAsync(ByteBuffer.wrap(hash), missing -> find(hash, origin)
                .invoke(found -> remember(hash, found))
                .map(found -> found.map(ApiKeyIdentityProvider::identity)));
    }

    private Uni<Optional<ApiKeyRepository.Found>> find(byte[] hash, String origin) {
        var business = businesses.<Long>getIfPresent(ByteBuffer.wrap(hash));
        return business == null ? keys.findUnknown(hash, origin) : keys.findKnown(hash, business.join());
    }

    private void remember(byte[] hash, Optional<ApiKeyRepository.Found> found) {
        var cached = ByteBuffer.wrap(hash);
        found.ifPresentOrElse(
                key -> businesses.put(cached, CompletableFuture.completedFuture(key.businessId())),
                () -> businesses.invalidate(cached).subscribe().with(forgotten -> {}));
    }

    private static SecurityIdentity identity(ApiKeyRepository.Found key) {
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new ApiKeyPrincipal(key.businessId(), key.id(), key.name(), key.representation()));
        key.permissions().forEach(identity::addPermissionAsString);
        return identity.build();
    }
}
