package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Fired when the database is available and has been migrated. Requests are accepted after all observers have returned. */
public final class DatabaseReady {

    private final Database database;

    DatabaseReady(Database database) {
        this.database = database;
    }

    /** Runs a query for values that are needed for the lifetime of the service. */
    public Uni<RowSet<Row>> query(String sql) {
        return database.probe(sql);
    }
}
