package dev.billing.customers.business;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.Representation;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;

/** The operators' view of businesses and their API keys. Lists have at most 1000 elements and continue after the last id. */
public interface Businesses {

    Uni<Business> create(String name);

    /** The business with this id; fails with {@link ApiException} 404 if there is none. */
    Uni<Business> fetch(long id);

    /** The businesses with a larger id, ordered by id. */
    Uni<List<Business>> list(long after);

    /** Stores a new key of a business; fails with {@link ApiException} 404 if there is no such business. */
    Uni<NewKey> createKey(long businessId, String name, Set<String> permissions, Representation representation);

    /**
     * Changes the representation that callers with a key get: on this instance immediately, on others when they look the key up again.
     * Fails with {@link ApiException} 404 if there is no such key.
     */
    Uni<ApiKey> representKey(long businessId, long id, Representation representation);

    /** The keys of a business with a larger id, ordered by id, including revoked ones. */
    Uni<List<ApiKey>> listKeys(long businessId, long after);

    /**
     * Revokes a key, which this instance then rejects immediately. Revoking it again changes nothing. Fails with {@link ApiException} 404
     * if there is no such key.
     */
    Uni<ApiKey> revokeKey(long businessId, long id);

    /**
     * A new key.
     *
     * @param secret what callers send; it is not stored
     */
    record NewKey(ApiKey stored, String secret) {}
}
