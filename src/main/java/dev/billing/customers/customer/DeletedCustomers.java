package dev.billing.customers.customer;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.database.Sweep;
import dev.billing.customers.event.Author;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** The customers that were deleted, and are kept for a time with their contacts and ledgers. */
@ApplicationScoped
class DeletedCustomers {

    private static final String RESTORE = "select customer_restore($1, $2, $3, $4)";

    private final Database database;
    private final Sweep sweep;
    private final Author author;
    private final Clock clock;
    private final Duration keep;

    DeletedCustomers(Database database, Author author, Clock clock, DeletedSettings settings) {
        this.database = database;
        this.sweep = Sweep.of(database, "customer_deletion", "customer_id", "deleted_at");
        this.author = author;
        this.clock = clock;
        this.keep = settings.keep();
    }

    /** Brings a customer back as it was, if it was deleted and is still kept. Fails if its number was taken meanwhile. */
    Uni<Void> restore(long businessId, long id) {
        return database.write(Statement.of(RESTORE, businessId, id, oldest(), author.current()))
                .replaceWithVoid();
    }

    /** Deletes for good what was kept long enough. */
    @Scheduled(every = "{customers.deleted.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return sweep.run(oldest());
    }

    private long oldest() {
        return clock.instant().minus(keep).getEpochSecond();
    }
}
