package dev.billing.customers.webhook;

import dev.billing.customers.database.Background;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.event.EventLog;
import dev.billing.customers.webhook.Leases.Due;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for endpoints that have something to do, and delivers to them. All instances do this, and one at a time for each endpoint. */
@ApplicationScoped
class Deliveries {

    /** How many endpoints an instance delivers to at the same time. */
    private static final int MAX = 200;

    private static final String OWNER = "webhooks";

    private final EventLog events;
    private final Leases leases;
    private final WebhookClient client;
    private final WebhookSettings settings;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final Duration poll;
    private final Set<Due> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean draining;
    private volatile long lagSeconds;
    private long timer;

    Deliveries(
            EventLog events,
            Leases leases,
            WebhookClient client,
            WebhookSettings settings,
            MeterRegistry meters,
            Vertx vertx) {
        this.events = events;
        this.leases = leases;
        this.client = client;
        this.settings = settings;
        this.meters = meters;
        this.vertx = vertx;
        this.poll = settings.poll();
        Gauge.builder("webhooks.lag", this, deliveries -> deliveries.lagSeconds)
                .description("How old the oldest event is that an active endpoint has not got")
                .baseUnit("seconds")
                .register(meters);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(poll.toMillis(), tick -> look());
    }

    void drain(@Observes ShutdownDelayInitiatedEvent leaving) {
        draining = true;
    }

    void stop(@Observes ShutdownEvent stopped) {
        draining = true;
        vertx.cancelTimer(timer);
    }

    @Scheduled(every = "1M", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> measureLag() {
        return leases.lag()
                .invoke(seconds -> lagSeconds = seconds)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private void look() {
        int free = MAX - running.size();
        if (!draining && free > 0 && looking.compareAndSet(false, true)) {
            Background.run(
                    vertx,
                    OWNER,
                    () -> leases.due(free).invoke(due -> due.forEach(this::deliver)),
                    () -> looking.set(false));
        }
    }

    private void deliver(Due endpoint) {
        long ofBusiness = running.stream()
                .filter(other -> other.businessId() == endpoint.businessId())
                .count();
        if (ofBusiness < Leases.MAX_OF_A_BUSINESS && running.add(endpoint)) {
            Background.run(vertx, endpoint.businessId(), () -> delivered(endpoint), () -> running.remove(endpoint));
        }
    }

    private Uni<?> delivered(Due endpoint) {
        Deadline.renew();
        return leases.take(endpoint).onItem().ifNotNull().transformToUni(lease -> new Delivery(
                        lease, events, leases, client, settings, this::count)
                .run()
                .flatMap(hasMore -> hasMore && !draining
                        ? delivered(endpoint)
                        : Uni.createFrom().nullItem()));
    }

    private void count(boolean isDelivered) {
        meters.counter("webhooks.attempts", "outcome", isDelivered ? "delivered" : "failed")
                .increment();
    }
}
