package dev.billing.customers.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One piece of work at the database, from the gate to its end. It ends at its deadline at the latest, and with it all that it holds:
 * its permit is given on, and its connection is closed with whatever runs on it.
 *
 * <p>All of it happens on the context of the request that it is done for, so no two threads meet here.
 *
 * @param <T> what comes of it
 */
final class Work<T> {

    private static final String CURRENT = Work.class.getName();
    private static final String FIRST_WORK = CURRENT + ".first";

    private final Lane lane;
    private final OpenConnections connections;
    private final Supplier<Uni<T>> statements;
    private final UniEmitter<? super T> result;
    private final Vertx vertx;
    private final Context context;

    private Gate.Visit visit;
    private SqlConnection connection;
    private long arrivedAt;
    private long connectedAt;
    private long waitTimer = -1;
    private long deadlineTimer;
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
        this.vertx = vertx;
        this.statements = statements;
        this.result = result;
        this.context = context(vertx);
    }

    /** The request's own context, or a new one for what the service does by itself. */
    private static Context context(Vertx vertx) {
        var current = Vertx.currentContext();
        if (current != null && VertxContext.isDuplicatedContext(current)) {
            return current;
        }
        var own = VertxContext.getOrCreateDuplicatedContext(vertx);
        VertxContextSafetyToggle.setContextSafe(own, true);
        return own;
    }

    /** The work that runs in the current context; null if there is none. */
    static Work<?> current() {
        var context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CURRENT);
    }

    /**
     * Does the work as soon as the gate of its lane lets it in.
     *
     * @param owner whose share of the lane it takes
     * @param statements starts it; it takes its connections from the pool
     */
    static <T> Uni<T> at(
            Lane lane, Object owner, OpenConnections connections, Vertx vertx, Supplier<Uni<T>> statements) {
        return Uni.createFrom().emitter(result -> {
            var work = new Work<T>(lane, connections, vertx, statements, result);
            work.onContext(() -> work.enter(owner));
        });
    }

    /** Notes a connection that the work is given. One that comes after the deadline is given back. */
    Future<SqlConnection> use(SqlConnection given) {
        if (over) {
            given.close();
            return Future.failedFuture(new TooLateException());
        }
        connection = given;
        connectedAt = System.nanoTime();
        return Future.succeededFuture(given);
    }

    private void enter(Object owner) {
        arrivedAt = System.nanoTime();
        try {
            visit = lane.gate().enter(owner, () -> onContext(this::start));
        } catch (Gate.Refused refused) {
            over = true;
            result.fail(lane.refused(refused.refusal()));
            return;
        }
        deadlineTimer = vertx.setTimer(Math.max(1, lane.deadlineMillis() - requestAge()), due -> expire());
        if (visit.wasAdmittedAtOnce()) {
            start();
        } else {
            waitTimer = vertx.setTimer(lane.waitMillis(), due -> giveUpWaiting());
            // A caller that hangs up gives its place in the queue up. Statements that run already are left to end.
            result.onTermination(() -> onContext(this::giveUpWaiting));
        }
    }

    /** For how many milliseconds the request has been at the database: all its work has one deadline. */
    private long requestAge() {
        Long first = context.getLocal(FIRST_WORK);
        if (first == null) {
            context.putLocal(FIRST_WORK, arrivedAt);
            return 0;
        }
        return TimeUnit.NANOSECONDS.toMillis(arrivedAt - first);
    }

    private void start() {
        if (over) {
            return;
        }
        started = true;
        lane.delay().record(System.nanoTime() - arrivedAt, TimeUnit.NANOSECONDS);
        if (waitTimer >= 0) {
            vertx.cancelTimer(waitTimer);
        }
        context.putLocal(CURRENT, this);
        Uni.createFrom()
                .deferred(() -> statements.get())
                // Each attempt mends the plan of one connection, and the next may be given another.
                .onFailure(FailureTranslation::isStalePlan)
                .retry()
                .atMost(connections.max())
                .subscribe()
                .with(this::succeed, this::fail);
    }

    private void succeed(T item) {
        if (end()) {
            result.complete(item);
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            result.fail(FailureTranslation.of(failure));
        }
    }

    private void giveUpWaiting() {
        if (!started) {
            fail(lane.refused(lane.gate().reason(visit)));
        }
    }

    private void expire() {
        if (!started) {
            giveUpWaiting();
            return;
        }
        var hanging = connection;
        fail(FailureTranslation.silent());
        if (hanging != null) {
            connections.giveUp(hanging);
            connections.giveUpIdle(connectedAt);
        }
    }

    /** False if it had ended before. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        connection = null;
        vertx.cancelTimer(deadlineTimer);
        lane.gate().leave(visit);
        return true;
    }

    private void onContext(Runnable step) {
        if (Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(then -> step.run());
        }
    }
}
