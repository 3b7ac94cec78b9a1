package dev.billing.customers.business;

import dev.billing.customers.query.Representation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * A key that only this instance knows, and only for a while. It is in the cache of keys and nowhere else, and belongs to a business that
 * is not in the database. The customers that this business sees are made up.
 */
@ApplicationScoped
public class TemporaryKey {

    /** The business. The ids of real ones begin with 1. */
    public static final long BUSINESS = 0;

    private static final long ID = 0;
    private static final String NAME = "Warm-up";
    private static final Set<String> PERMISSIONS = Set.of(Permission.READ, Permission.WRITE);

    private final ApiKeyIdentityProvider identities;

    TemporaryKey(ApiKeyIdentityProvider identities) {
        this.identities = identities;
    }

    /** A new secret, which is valid from {@link #renew} on. */
    public String generate() {
        return ApiKeySecret.generate("");
    }

    /** Makes the key valid for as long as the cache keeps a key. */
    public void renew(String secret) {
        identities.admit(
                ApiKeySecret.hash(secret),
                new ApiKeyRepository.Found(BUSINESS, ID, NAME, PERMISSIONS, Representation.ENVELOPED));
    }

    /** Makes the key invalid. */
    public void end(String secret) {
        identities.forget(ApiKeySecret.hash(secret)).subscribe().with(ended -> {});
    }
}
