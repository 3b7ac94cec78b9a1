package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Deletes the rows of a table that have expired, of all businesses, in batches. All instances may do this; one of them does it at a time. The
 * next run continues.
 */
public final class Sweep {

    /** The maximum number of rows that a statement deletes. */
    static final int AT_ONCE = 1000;

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int BATCHES = 20;

    private final Database database;
    private final String delete;

    /** For tests: with a statement that deletes rows up to the time {@code $1}, at most {@code $2}. */
    Sweep(Database database, String delete) {
        this.database = database;
        this.delete = delete;
    }

    /**
     * A sweep of a table.
     *
     * @param key the column that is the table's key, after the business
     * @param time the column with the UNIX seconds that a row's age counts from, which has an index
     */
    public static Sweep of(Database database, String table, String key, String time) {
        // The time is compared twice, because Citus reads and deletes at different times.
        return new Sweep(database, """
                with mine as materialized (
                    select pg_try_advisory_xact_lock(hashtextextended('sweep %1$s', 0)) as is_free),
                old as materialized (
                    select business_id, %2$s from %1$s
                    where %3$s <= $1 and (select is_free from mine)
                    order by %3$s
                    limit $2)
                delete from %1$s using old
                where %1$s.business_id = old.business_id and %1$s.%2$s = old.%2$s and %1$s.%3$s <= $1
                """.formatted(table, key, time));
    }

    /**
     * Deletes what is not younger than a time. Other rows may go with each, so if many at once take too long, they are deleted one by one. If
     * the database is unavailable, the next run tries again.
     *
     * @param oldest UNIX seconds
     */
    public Uni<Void> run(long oldest) {
        return batches(oldest, AT_ONCE)
                .onFailure()
                .recoverWithUni(() -> batches(oldest, 1))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Expired rows are left for the next time: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> batches(long oldest, int size) {
        return database.query(Statement.of(delete, oldest, (long) size))
                .map(rows -> rows.rowCount() == size)
                .repeat()
                .whilst(more -> more)
                .select()
                .first(BATCHES)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
