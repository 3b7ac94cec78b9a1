package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work at the database, from the gate to its end. At its deadline it fails and releases what it holds: its permit goes to
 * the next work, and its connection is closed even if a statement runs on it.
 *
 * <p>Everything runs on the request's Vert.x context, so no synchronization is needed.
 *
 * @param <T> the result
 */
final class Work<T> {

    private static final String CURRENT = Work.class.getName();
    private static final String FIRST_WORK = CURRENT + ".first";

    private final Lane lane;
    private final OpenConnections connections;
    private final Supplier<Uni<T>> statements;
    private final UniEmitter<? super T> result;
    private final Context context;

    private @Nullable SqlConnection connection;
    private long arrivedAt;
    private long connectedAt;
    private @Nullable ScheduledFuture<?> waiting;
    private @Nullable ScheduledFuture<?> deadline;
    private int attempts;
    private boolean isShared;
    private boolean started;
    private boolean over;

    private Work(
            Lane lane,
            OpenConnections connections,
            Vertx vertx,
            Supplier<Uni<T>> statements,
            UniEmitter<? super T> result) {
        this.lane = lane;
        this.connections = connections;
        this.statements = statements;
        this.result = result;
        this.context = Timers.context(vertx);
    }

    /** The work that runs in the current context. */
    static @Nullable Work<?> current() {
        var context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CURRENT);
    }

    /**
     * Runs the work as soon as the gate of its lane admits it.
     *
     * @param owner the owner whose share of the lane it uses
     * @param statements starts the work, which takes its connections from the pool
     */
    static <T> Uni<T> at(
            Lane lane, Object owner, OpenConnections connections, Vertx vertx, Supplier<Uni<T>> statements) {
        return Uni.createFrom().emitter(result -> {
            var work = new Work<T>(lane, connections, vertx, statements, result);
            Timers.on(work.context, () -> work.enter(owner));
        });
    }

    /** Sets the connection of the work. A connection that becomes free after the deadline is returned to the pool. */
    Future<SqlConnection> use(SqlConnection given) {
        if (over) {
            given.close();
            return Future.failedFuture(new TooLateException());
        }
        connection = given;
        connectedAt = System.nanoTime();
        return Future.succeededFuture(given);
    }

    /** Sends a statement on a shared connection, unless the deadline has passed while it was opened. */
    Future<RowSet<Row>> share(SqlConnection shared, Statement statement) {
        if (over) {
            return Future.failedFuture(new TooLateException());
        }
        connection = shared;
        isShared = true;
        connectedAt = System.nanoTime();
        return statement.execute(shared);
    }

    /** Whether a statement may be sent again: it was lost with its connection, and there is still somebody who waits for it. */
    boolean canRepeat(Throwable failure) {
        return !over && FailureTranslation.isConnectionLost(failure);
    }

    private void enter(Object owner) {
        arrivedAt = System.nanoTime();
        Gate.Visit visit;
        try {
            visit = lane.gate().enter(owner, admitted -> Timers.on(context, () -> start(admitted)));
        } catch (Gate.Refused refused) {
            over = true;
            result.fail(lane.refused(refused.refusal()));
            return;
        }
        deadline = Timers.after(context, Math.max(1, lane.deadlineMillis() - requestAge()), () -> expire(visit));
        if (visit.wasAdmittedAtOnce()) {
            start(visit);
        } else {
            waiting = Timers.after(context, lane.waitMillis(), () -> giveUpWaiting(visit));
            // If the client disconnects, its place in the queue is given up. Statements that already run are not
            // cancelled.
            result.onTermination(() -> Timers.on(context, () -> giveUpWaiting(visit)));
        }
    }

    /** Lets the deadline of a request count from its next work on. */
    static void renewDeadline() {
        Vertx.currentContext().removeLocal(FIRST_WORK);
    }

    /** How many milliseconds ago the request's first work began. All work of a request has one deadline. */
    private long requestAge() {
        Long first = context.getLocal(FIRST_WORK);
        if (first == null) {
            context.putLocal(FIRST_WORK, arrivedAt);
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(arrivedAt - first);
    }

    private void start(Gate.Visit visit) {
        if (over) {
            return;
        }
        started = true;
        lane.delay().record(System.nanoTime() - arrivedAt, TimeUnit.NANOSECONDS);
        Timers.cancel(waiting);
        context.putLocal(CURRENT, this);
        attempt(visit);
    }

    private void attempt(Gate.Visit visit) {
        Uni.createFrom().deferred(() -> statements.get()).subscribe().with(item -> succeed(visit, item), failure -> {
            // Each attempt renews the plan on one connection, and the next attempt may get another one.
            if (FailureTranslation.isStalePlan(failure) && !over && attempts++ < connections.max()) {
                attempt(visit);
            } else {
                fail(visit, failure);
            }
        });
    }

    private void succeed(Gate.Visit visit, T item) {
        if (end(visit)) {
            result.complete(item);
        }
    }

    private void fail(Gate.Visit visit, Throwable failure) {
        if (end(visit)) {
            result.fail(FailureTranslation.of(failure));
        }
    }

    private void giveUpWaiting(Gate.Visit visit) {
        if (!started) {
            fail(visit, lane.refused(lane.gate().reason(visit)));
        }
    }

    private void expire(Gate.Visit visit) {
        if (!started) {
            giveUpWaiting(visit);
            return;
        }
        var hanging = connection;
        fail(visit, FailureTranslation.silent());
        if (hanging == null) {
            return;
        }
        if (isShared) {
            connections.giveUpSilent(hanging, connectedAt);
        } else {
            OpenConnections.giveUp(hanging);
        }
        connections.giveUpIdle(connectedAt);
    }

    /** Returns false if the work has already ended. */
    private boolean end(Gate.Visit visit) {
        if (over) {
            return false;
        }
        over = true;
        connection = null;
        Timers.cancel(deadline);
        lane.gate().leave(visit);
        return true;
    }
}
