package dev.billing.customers.event;

import dev.billing.customers.database.Background;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.EventRepository.Batch;
import dev.billing.customers.query.ListRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Those who wait for events on this instance. However many they are, one short statement at each interval looks for new events of each
 * business that somebody waits for.
 */
@ApplicationScoped
class Followers {

    private static final ApiException TOO_MANY = ApiException.tooMany(
            "This business has as many requests that wait for events on this instance as it may have. Please end some of them first.");

    private static final ListRequest<Event> ALL = ListRequest.of(Event.TABLE);

    private final EventRepository events;
    private final Vertx vertx;
    private final Duration poll;
    private final int maxReaders;
    private final Map<Long, Follower> followers = new ConcurrentHashMap<>();
    private final Map<Long, AtomicInteger> readers = new ConcurrentHashMap<>();
    private final AtomicLong lookedAt = new AtomicLong();
    private volatile boolean draining;
    private long timer;

    Followers(EventRepository events, Vertx vertx, EventSettings settings, MeterRegistry meters) {
        this.events = events;
        this.vertx = vertx;
        this.poll = settings.poll();
        this.maxReaders = settings.maxReaders();
        Gauge.builder("events.readers", this, Followers::readers)
                .description("Requests that wait for events, as a stream or not")
                .register(meters);
        Gauge.builder("events.lag", this, Followers::lagSeconds)
                .description(
                        "How long ago this instance has last looked for new events successfully, if somebody waits for them")
                .baseUnit("seconds")
                .register(meters);
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(poll.toMillis(), tick -> look());
    }

    void drain(@Observes ShutdownDelayInitiatedEvent leaving) {
        draining = true;
        release();
    }

    void stop(@Observes ShutdownEvent stopped) {
        draining = true;
        vertx.cancelTimer(timer);
        release();
    }

    /** Whether this instance is being shut down, so that readers should go to another one. */
    boolean isDraining() {
        return draining;
    }

    /** Completes if a business has events after a position, after some time at most. */
    Uni<Void> await(long businessId, long position, Duration time) {
        return draining
                ? Uni.createFrom().voidItem()
                : follower(businessId).await(position, System.nanoTime() + time.toNanos());
    }

    /**
     * Events after a position that match the request's filters: those that came last from memory, others from the database.
     */
    Uni<Batch> after(long businessId, ListRequest<Event> request, long position) {
        return follower(businessId)
                .after(position)
                .map(batch -> new Batch(
                        batch.events().stream().filter(request::matches).toList(), batch.position()))
                .map(batch -> Uni.createFrom().item(batch))
                .orElseGet(() -> events.after(businessId, request, position));
    }

    /** Whether a position is known to be that of an event, without a query. */
    boolean knows(long businessId, long position) {
        var follower = followers.get(businessId);
        return follower != null && follower.knows(position);
    }

    /** The position of the newest event of a business: from memory if somebody waits for it, otherwise from the database. */
    Uni<Long> newest(long businessId) {
        return Optional.ofNullable(followers.get(businessId))
                .flatMap(Follower::newest)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> events.newest(businessId));
    }

    /** Counts a reader of a business until {@link #leave}. Throws {@link ApiException} 429 if there are too many. */
    void enter(long businessId) {
        readers.compute(businessId, (business, count) -> {
            var counter = count == null ? new AtomicInteger() : count;
            if (counter.get() >= maxReaders) {
                throw TOO_MANY;
            }
            counter.incrementAndGet();
            return counter;
        });
    }

    void leave(long businessId) {
        readers.computeIfPresent(businessId, (business, count) -> count.decrementAndGet() == 0 ? null : count);
    }

    private Follower follower(long businessId) {
        return followers.computeIfAbsent(businessId, business -> new Follower());
    }

    private void look() {
        long now = System.nanoTime();
        if (followers.isEmpty()) {
            lookedAt.set(now);
        }
        followers.forEach((business, follower) -> {
            follower.expire(now);
            if (readers.containsKey(business)) {
                look(business, follower);
            } else {
                forget(business, follower);
            }
        });
    }

    /** Nobody may begin to read in between. */
    private void forget(long businessId, Follower follower) {
        readers.compute(businessId, (business, count) -> {
            if (count == null) {
                followers.remove(businessId, follower);
            }
            return count;
        });
    }

    private void look(long businessId, Follower follower) {
        Background.run(
                vertx,
                businessId,
                () -> follower.look(events.newest(businessId), position -> events.after(businessId, ALL, position))
                        .invoke(() -> lookedAt.set(System.nanoTime())),
                () -> {});
    }

    private void release() {
        followers.values().forEach(follower -> follower.expire(Long.MAX_VALUE / 2 + System.nanoTime()));
    }

    /** How many wait on this instance. */
    int readers() {
        return readers.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private double lagSeconds() {
        long at = lookedAt.get();
        return followers.isEmpty() || at == 0 ? 0 : (System.nanoTime() - at) / 1e9;
    }
}
