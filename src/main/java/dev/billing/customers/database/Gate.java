package dev.billing.customers.database;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Lets a limited number of visitors in at once and queues the others, each owner's in a queue of its own. An owner never has more
 * than a share of the permits and of the queue, however many visitors it sends, and owners that wait are served in turn: so none of
 * them can keep the others out.
 *
 * <p>It stands in front of the connection pool and has as many permits as the pool has connections. The pool itself then has nobody
 * waiting, which matters because it loses a connection that becomes free at the moment its waiter gives up.
 *
 * <p>Safe for use by several threads. Nothing is called while the lock is held.
 */
final class Gate {

    /** Why a visitor is not let in. */
    enum Refusal {
        /** Its owner has its share already. */
        OWN_SHARE_USED,
        /** Others have all the permits. */
        ALL_TAKEN
    }

    /** A visitor that is not let in. */
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

    /** One visitor, from its arrival until it leaves. */
    final class Visit {

        private final Owner owner;
        private final Runnable admitted;
        private boolean atOnce;
        private State state = State.WAITING;

        private Visit(Owner owner, Runnable admitted) {
            this.owner = owner;
            this.admitted = admitted;
        }

        /** Whether it was let in when it came. If not, it is told later, even if it is let in before anybody asks. */
        boolean wasAdmittedAtOnce() {
            return atOnce;
        }
    }

    private static final class Owner {

        private final Object name;
        private final ArrayDeque<Visit> waiting = new ArrayDeque<>();
        private int inside;

        private Owner(Object name) {
            this.name = name;
        }
    }

    private final int permits;
    private final int share;
    private final int queue;
    private final int queueShare;

    private final Map<Object, Owner> owners = new HashMap<>();
    /** The owners with somebody waiting, the next one to be served first. */
    private final LinkedHashSet<Owner> turns = new LinkedHashSet<>();

    private int inside;
    private int waiting;

    /**
     * A gate.
     *
     * @param permits how many visitors are inside at once
     * @param share how many of them may be one owner's
     * @param queue how many visitors may wait
     * @param queueShare how many of them may be one owner's
     */
    Gate(int permits, int share, int queue, int queueShare) {
        this.permits = permits;
        this.share = share;
        this.queue = queue;
        this.queueShare = queueShare;
    }

    /**
     * Lets a visitor in, at once or later. It has to {@link #leave} in any case.
     *
     * @param owner whose share it counts against
     * @param admitted called when a visitor that had to wait is let in, by the thread of the one who leaves; must not throw
     * @throws Refused if the queue is full
     */
    synchronized Visit enter(Object owner, Runnable admitted) throws Refused {
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

    /** Gives the visitor's permit to the next one, or its place in the queue up. Doing it again changes nothing. */
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
                next = next();
            }
            visit.state = State.GONE;
            forgetIfIdle(owner);
        }
        if (next != null) {
            next.admitted.run();
        }
    }

    /** Why a visitor that still waits has not been let in. */
    synchronized Refusal reason(Visit visit) {
        return visit.owner.inside >= share ? Refusal.OWN_SHARE_USED : Refusal.ALL_TAKEN;
    }

    /** How many visitors are inside. */
    synchronized int inside() {
        return inside;
    }

    /** How many visitors wait. */
    synchronized int waiting() {
        return waiting;
    }

    private Visit next() {
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
