package dev.billing.customers.idempotency;

import dev.billing.customers.database.Database;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes the answers that are no longer replayed. Every instance does, a thousand at a time each of them others. */
@ApplicationScoped
class OldAnswers {

    private static final Logger LOG = Logger.getLogger(OldAnswers.class);
    private static final int AT_ONCE = 1000;

    /** The next time goes on if there are more. */
    private static final int BATCHES = 20;

    private static final String DELETE = """
            with old as (
                select business_id, key from idempotency_key
                where created_at <= $1
                order by created_at
                limit %d
                for update skip locked)
            delete from idempotency_key using old
            where idempotency_key.business_id = old.business_id and idempotency_key.key = old.key
            """.formatted(AT_ONCE);

    private final Database database;
    private final Clock clock;

    OldAnswers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes what is old enough. It is tried again at the next time if the database is away. */
    @Scheduled(every = "{customers.idempotency.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return database.query(DELETE, List.of(clock.instant().getEpochSecond() - Idempotency.KEPT.toSeconds()))
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
                    LOG.debugf("Old answers are left for the next time: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
