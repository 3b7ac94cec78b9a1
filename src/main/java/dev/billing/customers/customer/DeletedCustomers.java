package dev.billing.customers.customer;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.database.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** The customers that were deleted, and are kept for a time with their contacts and ledgers. */
@ApplicationScoped
class DeletedCustomers {

    private static final String RESTORE = "select customer_restore($1, $2, $3)";

    /** One instance at a time. The time is compared twice, because Citus reads and deletes at different times. */
    private static final String DELETE = """
            with mine as materialized (
                select pg_try_advisory_xact_lock(hashtextextended('deleted customers', 0)) as is_free),
            old as materialized (
                select business_id, customer_id from customer_deletion
                where deleted_at <= $1 and (select is_free from mine)
                order by deleted_at
                limit %d)
            delete from customer_deletion using old
            where customer_deletion.business_id = old.business_id and customer_deletion.customer_id = old.customer_id
              and customer_deletion.deleted_at <= $1
            """.formatted(Sweep.AT_ONCE);

    private final Database database;
    private final Clock clock;
    private final Duration keep;

    DeletedCustomers(Database database, Clock clock, DeletedSettings settings) {
        this.database = database;
        this.clock = clock;
        this.keep = settings.keep();
    }

    /** Brings a customer back as it was, if it was deleted and is still kept. Fails if its number was taken meanwhile. */
    Uni<Void> restore(long businessId, long id) {
        return database.write(Statement.of(RESTORE, businessId, id, oldest())).replaceWithVoid();
    }

    /** Deletes for good what was kept long enough. */
    @Scheduled(every = "{customers.deleted.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return Sweep.run(database, Statement.of(DELETE, oldest()));
    }

    private long oldest() {
        return clock.instant().minus(keep).getEpochSecond();
    }
}
