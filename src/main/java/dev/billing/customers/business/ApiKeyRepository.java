package dev.billing.customers.business;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Owner;
import dev.billing.customers.database.Statement;
import dev.billing.customers.query.Representation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Looks up API keys. This query is not scoped by business, because it finds the business. */
@ApplicationScoped
class ApiKeyRepository {

    private static final String BY_HASH =
            "select business_id, id, name, permissions, representation from api_key where hash = $1 and revoked_at is null";

    private final Database database;

    ApiKeyRepository(Database database) {
        this.database = database;
    }

    /** A valid key. */
    record Found(long businessId, long id, String name, Set<String> permissions, Representation representation) {

        private static Optional<Found> of(RowSet<Row> rows) {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(of(row.next())) : Optional.empty();
        }

        private static Found of(Row row) {
            return new Found(
                    row.getLong(0),
                    row.getLong(1),
                    row.getString(2),
                    ApiKey.permissions(row.getString(3)),
                    ApiKey.representation(row.getString(4)));
        }
    }

    /** The valid key with this hash, if its business is not known yet. */
    Uni<Optional<Found>> findUnknown(byte[] hash, String origin) {
        return database.lookUp(origin, byHash(hash)).map(Found::of);
    }

    /** The valid key with this hash, if it belonged to this business the last time. */
    Uni<Optional<Found>> findKnown(byte[] hash, long businessId) {
        Owner.set(businessId);
        return database.read(byHash(hash)).map(Found::of);
    }

    private static Statement byHash(byte[] hash) {
        return Statement.of(BY_HASH, Buffer.buffer(hash));
    }
}
