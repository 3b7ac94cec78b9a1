package dev.billing.customers.event;

import dev.billing.customers.event.EventRepository.Batch;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Follows the events of one business for all who wait for them on this instance. It has the events that came last, so that those who are up
 * to date need no query of their own. Its methods may be called by any thread, and complete on the thread that has called them, or on that
 * of {@link #look}.
 */
final class Follower {

    private static final long UNKNOWN = -1;

    /** Thousands come and go, each of which is another one. */
    private final Set<Waiting> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The events that came last. */
    private List<TableRow<Event>> latest = List.of();

    /** The position before those. */
    private long start = UNKNOWN;

    /** The position after those. */
    private long end = UNKNOWN;

    private boolean looks;

    /**
     * Somebody who waits.
     *
     * @param until in nanoseconds ({@link System#nanoTime})
     */
    private record Waiting(long position, long until, UniEmitter<? super Void> told) {}

    /** Completes if there are events after a position, or when the time is over. */
    Uni<Void> await(long position, long until) {
        return Uni.createFrom().emitter(told -> {
            if (!isBehind(position, until, told)) {
                told.complete(null);
            }
        });
    }

    private synchronized boolean isBehind(long position, long until, UniEmitter<? super Void> told) {
        if (end != UNKNOWN && position < end) {
            return false;
        }
        var one = new Waiting(position, until, told);
        waiting.add(one);
        told.onTermination(() -> leave(one));
        return true;
    }

    private synchronized void leave(Waiting one) {
        waiting.remove(one);
    }

    /** The events after a position, if all of them are among those that came last. */
    synchronized Optional<Batch> after(long position) {
        if (start == UNKNOWN || position < start) {
            return Optional.empty();
        }
        var events =
                latest.stream().filter(event -> event.get(Event.ID) > position).toList();
        return Optional.of(new Batch(events, Math.max(position, end)));
    }

    /** Whether a position is that of an event that came last, or the one before those. */
    synchronized boolean knows(long position) {
        return start != UNKNOWN
                && (position == start
                        || position == end
                        || latest.stream().anyMatch(event -> event.get(Event.ID) == position));
    }

    /** The position of the newest event, if it is known. */
    synchronized Optional<Long> newest() {
        return end == UNKNOWN ? Optional.empty() : Optional.of(end);
    }

    /**
     * Looks for new events, unless it does already.
     *
     * @param newest reads the position of the newest event
     * @param after reads the events after a position
     */
    Uni<Void> look(Uni<Long> newest, LongFunction<Uni<Batch>> after) {
        if (!begin()) {
            return Uni.createFrom().voidItem();
        }
        long known = end();
        var next = known == UNKNOWN ? newest.map(position -> new Batch(List.of(), position)) : after.apply(known);
        return next.invoke(batch -> add(batch, known))
                .replaceWithVoid()
                .onTermination()
                .invoke(this::stop);
    }

    private synchronized boolean begin() {
        boolean begins = !looks;
        looks = true;
        return begins;
    }

    private synchronized void stop() {
        looks = false;
    }

    private synchronized long end() {
        return end;
    }

    private void add(Batch batch, long from) {
        if (batch.position() != from) {
            tell(set(batch, from));
        }
    }

    private synchronized List<Waiting> set(Batch batch, long from) {
        latest = batch.events();
        start = from == UNKNOWN ? batch.position() : from;
        end = batch.position();
        return waiting.stream().filter(one -> one.position() < end).toList();
    }

    /** Ends the waiting of those whose time is over. */
    void expire(long now) {
        tell(expired(now));
    }

    private synchronized List<Waiting> expired(long now) {
        return waiting.stream().filter(one -> one.until() - now <= 0).toList();
    }

    private void tell(List<Waiting> some) {
        for (var one : some) {
            leave(one);
            one.told().complete(null);
        }
    }
}
