package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Deletes rows that have expired, in batches, so that no statement takes long. The next run continues. */
public final class Sweep {

    /** The maximum number of rows that a statement deletes. */
    public static final int AT_ONCE = 1000;

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int BATCHES = 20;

    private Sweep() {}

    /**
     * Repeats a statement while it deletes as many rows as it may. If the database is unavailable, the next run tries again.
     *
     * @param delete deletes at most {@value #AT_ONCE} rows
     */
    public static Uni<Void> run(Database database, Statement delete) {
        return database.query(delete)
                .map(rows -> rows.rowCount() == AT_ONCE)
                .repeat()
                .whilst(more -> more)
                .select()
                .first(BATCHES)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Expired rows are left for the next time: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
