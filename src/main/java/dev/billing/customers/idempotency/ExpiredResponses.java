package dev.billing.customers.idempotency;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.database.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Deletes stored responses that are too old to be replayed. All instances do this; {@code skip locked} lets each delete different rows. */
@ApplicationScoped
class ExpiredResponses {

    /** One instance at a time. The age is compared twice, because Citus reads and deletes at different times. */
    private static final String DELETE = """
            with mine as materialized (
                select pg_try_advisory_xact_lock(hashtextextended('expired responses', 0)) as is_free),
            old as materialized (
                select business_id, key from idempotency_key
                where created_at <= $1 and (select is_free from mine)
                order by created_at
                limit %d)
            delete from idempotency_key using old
            where idempotency_key.business_id = old.business_id and idempotency_key.key = old.key
              and idempotency_key.created_at <= $1
            """.formatted(Sweep.AT_ONCE);

    private final Database database;
    private final Clock clock;

    ExpiredResponses(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes expired responses. If the database is unavailable, the next run tries again. */
    @Scheduled(every = "{customers.idempotency.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return Sweep.run(
                database, Statement.of(DELETE, clock.instant().getEpochSecond() - Idempotency.KEPT.toSeconds()));
    }
}
