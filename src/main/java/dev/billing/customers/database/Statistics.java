package dev.billing.customers.database;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Analyzes tables that have become much larger than PostgreSQL's planner knows. Autovacuum does so too, but looks only once a minute; until then
 * the statements of a new service, which were planned for empty tables, read the whole of a table into which many rows are imported.
 */
@ApplicationScoped
class Statistics {

    private static final Logger LOG = Logger.getLogger(Statistics.class);

    /** Of tables that this role may analyze. Those that only others may would cause a warning each time. */
    private static final Statement OUTDATED = Statement.of("""
            select relid::regclass::text from pg_stat_user_tables join pg_class on pg_class.oid = relid
            where schemaname = current_schema() and pg_has_role(relowner, 'usage') and n_live_tup > 1000 + 2 * reltuples
            """);

    /** After an attempt that failed or took too long, until autovacuum has had its turn. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private volatile Instant pausedUntil = Instant.MIN;

    Statistics(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Analyzes what has grown. What takes too long, or fails, is left to autovacuum. */
    @Scheduled(every = "{customers.database.analyze-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        if (clock.instant().isBefore(pausedUntil)) {
            return Uni.createFrom().voidItem();
        }
        return database.query(OUTDATED)
                .onItem()
                .transformToMulti(tables -> Multi.createFrom().iterable(tables))
                .onItem()
                .transformToUniAndConcatenate(
                        table -> database.query(Statement.of("analyze (skip_locked) " + table.getString(0)))
                                .onFailure()
                                .invoke(() -> pausedUntil = clock.instant().plus(PAUSE)))
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Tables are not analyzed: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
