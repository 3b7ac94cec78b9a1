package dev.billing.customers.business;

import dev.billing.customers.error.ApiException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;

/** Businesses and their API keys, as operators manage them. Lists have at most 1000 elements and go on after the last id. */
public interface Businesses {

    /** Stores a new business. */
    Uni<Business> create(String name);

    /** The business with this id; fails with {@link ApiException} 404 if there is none. */
    Uni<Business> fetch(long id);

    /** The businesses after this id, by id. */
    Uni<List<Business>> list(long after);

    /** Stores a new key of a business; fails with {@link ApiException} 404 if there is no such business. */
    Uni<NewKey> createKey(long businessId, String name, Set<String> permissions);

    /** The keys of a business after this id, by id, revoked ones included. */
    Uni<List<ApiKey>> listKeys(long businessId, long after);

    /**
     * Revokes a key, which this instance refuses at once; revoking it again changes nothing. Fails with {@link ApiException} 404 if there
     * is no such key.
     */
    Uni<ApiKey> revokeKey(long businessId, long id);

    /**
     * A key at its creation.
     *
     * @param secret what callers send; it is kept nowhere
     */
    record NewKey(ApiKey stored, String secret) {}
}
