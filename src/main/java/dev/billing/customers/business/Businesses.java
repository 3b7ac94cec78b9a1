package dev.billing.customers.business;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.billing.customers.database.Database;
import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Businesses and their API keys. */
@ApplicationScoped
class Businesses implements PanacheRepository<Business> {

    private static final int MAX_LISTED = 1000;

    private final Database database;
    private final Clock clock;
    private final MeterRegistry meters;

    Businesses(Database database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        this.meters = meters;
    }

    /** Stores a new business. */
    Uni<Business> create(String name) {
        return database.transaction(
                () -> persistAndFlush(new Business(name, clock.instant().getEpochSecond())));
    }

    /** The businesses after this id, by id; at most {@value #MAX_LISTED}. */
    Uni<List<Business>> list(long after) {
        return database.untracked(
                session -> session.createSelectionQuery("from Business where id > :after order by id", Business.class)
                        .setParameter("after", after)
                        .setMaxResults(MAX_LISTED)
                        .getResultList());
    }

    /** Stores a new key of a business. Fails with 404 where there is no such business. */
    Uni<ApiKey> createKey(long businessId, String name, byte[] hash, Set<String> permissions) {
        var key =
                new ApiKey(businessId, name, hash, permissions, clock.instant().getEpochSecond());
        return database.transaction(() -> findById(businessId)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("business"))
                .flatMap(business -> getSession())
                .flatMap(session -> session.persist(key).call(session::flush).replaceWith(key)));
    }

    /** The keys of a business, revoked ones included, by id; at most {@value #MAX_LISTED}. */
    Uni<List<ApiKey>> listKeys(long businessId, long after) {
        return database.untracked(session -> session.createSelectionQuery(
                        "from ApiKey where businessId = :business and id > :after order by id", ApiKey.class)
                .setParameter("business", businessId)
                .setParameter("after", after)
                .setMaxResults(MAX_LISTED)
                .getResultList());
    }

    /** Revokes a key and answers it; revoking it again changes nothing. Fails with 404 where there is no such key. */
    Uni<ApiKey> revokeKey(long businessId, long id) {
        return database.transaction(() -> getSession()
                .flatMap(session -> session.find(ApiKey.class, new ApiKey.Key(businessId, id)))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("API key"))
                .invoke(key -> key.revoke(clock.instant().getEpochSecond())));
    }

    /** How many customers the service says a business has, and how many there are; 404 where there is no such business. */
    Uni<CustomerTotal> customerTotal(long businessId) {
        return customerTotal(businessId, """
                select (select coalesce(sum(count), 0)::bigint from customer_total where business_id = $1),
                       (select count(*) from customer where business_id = $1)
                """);
    }

    /** Counts a business's customers and puts the total right; answers what it was and what it is now. */
    Uni<CustomerTotal> repairCustomerTotal(long businessId) {
        return customerTotal(businessId, "select kept, counted from customer_total_repair($1)")
                .invoke(total -> meters.counter("customer.total.repairs", "found", total.isRight() ? "right" : "wrong")
                        .increment());
    }

    private Uni<CustomerTotal> customerTotal(long businessId, String sql) {
        return database.untracked(session -> session.get(Business.class, businessId))
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("business"))
                .flatMap(business -> database.query(sql, List.of(businessId)))
                .map(rows -> rows.iterator().next())
                .map(row -> new CustomerTotal(row.getLong(0), row.getLong(1)));
    }

    /**
     * A business's number of customers.
     *
     * @param kept what lists show
     * @param counted what is there
     */
    @RegisterForReflection
    record CustomerTotal(long kept, long counted) {

        @JsonIgnore
        boolean isRight() {
            return kept == counted;
        }
    }
}
