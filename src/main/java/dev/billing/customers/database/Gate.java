package dev.billing.customers.database;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore with a queue for each owner. An owner never has more than its share of the permits and of the queue, and waiting owners are
 * served in turn, so that no owner can block the others.
 *
 * <p>It stands in front of the connection pool and has as many permits as the pool has connections, so that nothing waits in the pool.
 * This matters because the pool loses a connection that becomes free at the moment when its waiter times out.
 *
 * <p>Thread-safe. No callback runs while the lock is held.
 */
final class Gate {

    /** Why a visit is not admitted. */
    enum Refusal {
        /** Its owner has used its share. */
        OWN_SHARE_USED,
        /** Its owner has used its share, and nothing of the owner has ended since the visit arrived. */
        OWN_SHARE_STUCK,
        /** Others have all permits. */
        ALL_TAKEN
    }

    /** Thrown if a visit is not admitted. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        private Refused(Refusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    private enum State {
        WAITING,
        INSIDE,
        GONE
    }

    /** One piece of work, from its arrival until it leaves. */
    static final class Visit {

        private final Owner owner;
        private final Consumer<Visit> admitted;
        private final long endedBefore;
        private boolean atOnce;
        private State state = State.WAITING;

        private Visit(Owner owner, Consumer<Visit> admitted) {
            this.owner = owner;
            this.admitted = admitted;
            this.endedBefore = owner.ended;
        }

        /** Whether it was admitted on arrival. If not, its callback is called later, even if that is before this method is called. */
        boolean wasAdmittedAtOnce() {
            return atOnce;
        }
    }

    private static final class Owner {

        private final Object name;
        private final ArrayDeque<Visit> waiting = new ArrayDeque<>();
        private int inside;
        private long ended;

        private Owner(Object name) {
            this.name = name;
        }
    }

    private final int permits;
    private final int share;
    private final int queue;
    private final int queueShare;

    private final Map<Object, Owner> owners = new HashMap<>();
    /** The owners with waiting visits, in the order in which they are served. */
    private final LinkedHashSet<Owner> turns = new LinkedHashSet<>();

    private int inside;
    private int waiting;

    /**
     * Creates a gate.
     *
     * @param permits the maximum number of admitted visits
     * @param share the maximum number of admitted visits of one owner
     * @param queue the maximum number of waiting visits
     * @param queueShare the maximum number of waiting visits of one owner
     */
    Gate(int permits, int share, int queue, int queueShare) {
        this.permits = permits;
        this.share = share;
        this.queue = queue;
        this.queueShare = queueShare;
    }

    /**
     * Admits a visit immediately or later. Every visit must {@link #leave}.
     *
     * @param owner the owner whose share it uses
     * @param admitted called with a waiting visit when it is admitted, on the thread that calls {@link #leave}; must not throw
     * @throws Refused if the queue is full
     */
    synchronized Visit enter(Object owner, Consumer<Visit> admitted) throws Refused {
        var known = owners.computeIfAbsent(owner, Owner::new);
        var visit = new Visit(known, admitted);
        if (inside < permits && known.inside < share) {
            admit(visit);
            visit.atOnce = true;
        } else if (known.waiting.size() < queueShare && waiting < queue) {
            known.waiting.add(visit);
            waiting++;
            turns.add(known);
        } else {
            boolean own = known.inside >= share || known.waiting.size() >= queueShare;
            forgetIfIdle(known);
            throw new Refused(own ? Refusal.OWN_SHARE_USED : Refusal.ALL_TAKEN);
        }
        return visit;
    }

    /** Passes the visit's permit to the next one, or gives up its place in the queue. A second call does nothing. */
    void leave(Visit visit) {
        Visit next = null;
        synchronized (this) {
            var owner = visit.owner;
            if (visit.state == State.WAITING) {
                owner.waiting.remove(visit);
                waiting--;
                if (owner.waiting.isEmpty()) {
                    turns.remove(owner);
                }
            } else if (visit.state == State.INSIDE) {
                inside--;
                owner.inside--;
                owner.ended++;
                next = next();
            }
            visit.state = State.GONE;
            forgetIfIdle(owner);
        }
        if (next != null) {
            next.admitted.accept(next);
        }
    }

    /** Why a waiting visit has not been admitted. */
    synchronized Refusal reason(Visit visit) {
        if (visit.owner.inside < share) {
            return Refusal.ALL_TAKEN;
        }
        return visit.owner.ended > visit.endedBefore ? Refusal.OWN_SHARE_USED : Refusal.OWN_SHARE_STUCK;
    }

    /** The number of admitted visits. */
    synchronized int inside() {
        return inside;
    }

    /** The number of waiting visits. */
    synchronized int waiting() {
        return waiting;
    }

    private @Nullable Visit next() {
        for (Iterator<Owner> turn = turns.iterator(); turn.hasNext(); ) {
            var owner = turn.next();
            if (owner.inside < share) {
                var visit = owner.waiting.remove();
                waiting--;
                turn.remove();
                if (!owner.waiting.isEmpty()) {
                    turns.add(owner);
                }
                admit(visit);
                return visit;
            }
        }
        return null;
    }

    private void admit(Visit visit) {
        visit.state = State.INSIDE;
        visit.owner.inside++;
        inside++;
    }

    private void forgetIfIdle(Owner owner) {
        if (owner.inside == 0 && owner.waiting.isEmpty()) {
            owners.remove(owner.name);
        }
    }
}
