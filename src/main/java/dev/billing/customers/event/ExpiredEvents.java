package dev.billing.customers.event;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Deletes the events that were kept long enough. */
@ApplicationScoped
class ExpiredEvents {

    private final Sweep sweep;
    private final Clock clock;
    private final Duration keep;

    ExpiredEvents(Database database, Clock clock, EventSettings settings) {
        this.sweep = Sweep.of(database, "event", "id", "created_at");
        this.clock = clock;
        this.keep = settings.keep();
    }

    @Scheduled(every = "{customers.events.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        return sweep.run(clock.instant().minus(keep).getEpochSecond());
    }
}
