package dev.billing.customers.business;

import static dev.billing.customers.error.ApiException.found;

import dev.billing.customers.database.Database;
import dev.billing.customers.query.Representation;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The queries on businesses and their API keys. */
@ApplicationScoped
class BusinessRepository implements PanacheRepository<Business>, Businesses {

    private static final int MAX_LISTED = 1000;

    private final Database database;
    private final Clock clock;
    private final ApiKeyIdentityProvider identities;
    private final String cell;

    BusinessRepository(Database database, Clock clock, ApiKeyIdentityProvider identities, ApiKeySettings settings) {
        this.database = database;
        this.clock = clock;
        this.identities = identities;
        this.cell = settings.cell().orElse("");
    }

    @Override
    public Uni<Business> create(String name) {
        var business = new Business();
        business.name = name;
        business.createdAt = clock.instant().getEpochSecond();
        return database.transaction(() -> persistAndFlush(business));
    }

    @Override
    public Uni<Business> fetch(long id) {
        return database.untracked(session -> session.get(Business.class, id)).map(row -> found(row, "business"));
    }

    @Override
    public Uni<List<Business>> list(long after) {
        return database.untracked(
                session -> session.createSelectionQuery("from Business where id > :after order by id", Business.class)
                        .setParameter("after", after)
                        .setMaxResults(MAX_LISTED)
                        .getResultList());
    }

    @Override
    public Uni<NewKey> createKey(long businessId, String name, Set<String> permissions, Representation representation) {
        var secret = ApiKeySecret.generate(cell);
        var key = new ApiKey();
        key.businessId = businessId;
        key.name = name;
        key.hash = ApiKeySecret.hash(secret);
        key.permit(permissions);
        key.represent(representation);
        key.createdAt = clock.instant().getEpochSecond();
        return database.transaction(() -> findById(businessId)
                .map(row -> found(row, "business"))
                .flatMap(business -> getSession())
                .flatMap(session -> session.persist(key).call(session::flush).replaceWith(new NewKey(key, secret))));
    }

    @Override
    public Uni<List<ApiKey>> listKeys(long businessId, long after) {
        return database.untracked(session -> session.createSelectionQuery(
                        "from ApiKey where businessId = :business and id > :after order by id", ApiKey.class)
                .setParameter("business", businessId)
                .setParameter("after", after)
                .setMaxResults(MAX_LISTED)
                .getResultList());
    }

    @Override
    public Uni<ApiKey> representKey(long businessId, long id, Representation representation) {
        return changeKey(businessId, id, key -> key.represent(representation));
    }

    @Override
    public Uni<ApiKey> revokeKey(long businessId, long id) {
        long now = clock.instant().getEpochSecond();
        return changeKey(businessId, id, key -> key.revokedAt = key.revokedAt == null ? now : key.revokedAt);
    }

    private Uni<ApiKey> changeKey(long businessId, long id, Consumer<ApiKey> change) {
        return database.transaction(() -> getSession()
                        .flatMap(session -> session.find(ApiKey.class, new ApiKey.Key(businessId, id)))
                        .map(row -> found(row, "API key"))
                        .invoke(change))
                .call(key -> identities.forget(key.hash));
    }
}
