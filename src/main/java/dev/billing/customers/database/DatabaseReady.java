package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** The event that the database is there and has been migrated. Requests are taken when all that observe it are done. */
public final class DatabaseReady {

    private final Database database;

    DatabaseReady(Database database) {
        this.database = database;
    }

    /** Reads what is needed for as long as the service runs. */
    public Uni<RowSet<Row>> query(String sql) {
        return database.probe(sql);
    }
}
