package dev.billing.customers.idempotency;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Deletes stored responses that are too old to be replayed. */
@ApplicationScoped
class ExpiredResponses {

    private final Sweep sweep;
    private final Clock clock;

    ExpiredResponses(Database database, Clock clock) {
        this.sweep = Sweep.of(database, "idempotency_key", "key", "created_at");
        this.clock = clock;
    }

    /** Deletes expired responses. If the database is unavailable, the next run tries again. */
    @Scheduled(every = "{customers.idempotency.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return sweep.run(clock.instant().minus(Idempotency.KEPT).getEpochSecond());
    }
}
