package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.sqlclient.SqlConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@link Snapshot}s. They never take the connections of requests: each has a new one, which is closed at its end. They have a gate
 * of their own, at which a business has its own share.
 */
@Singleton
class Snapshots {

    /** How long an export waits for a place. One that runs takes longer; but a place may just be about to become free. */
    private static final long WAIT_MILLIS = 1000;

    private static final ApiException OWN_SHARE_USED = ApiException.tooMany(
            "This business has as many exports on this instance as it may have. Please send this one again when one of them has ended.");
    private static final ApiException ALL_TAKEN = ApiException.unavailable(
            "This instance runs as many exports as it may. Please send the request again later.");

    private final Vertx vertx;
    private final Lane lane;
    private final ExportSettings settings;
    private @Nullable PgConnectionFactory connections;

    Snapshots(Vertx vertx, MeterRegistry meters, DatabaseSettings database, ExportSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        int queue = database.poolQueue();
        int ofBusiness = Math.min(settings.businessAtOnce(), settings.atOnce());
        var gate = new Gate(settings.atOnce(), ofBusiness, queue, Math.max(1, queue / 2));
        this.lane = Lane.measured(
                "exports", meters, gate, WAIT_MILLIS, settings.timeLimit().toMillis(), OWN_SHARE_USED.getMessage());
    }

    /** Sets how to connect. */
    void connectTo(VertxInternal vertx, PgConnectOptions options) {
        var alone = new PgConnectOptions(options).setCachePreparedStatements(false);
        connections = new PgConnectionFactory(vertx, () -> Future.succeededFuture(alone));
    }

    @PreDestroy
    void close() {
        if (connections != null) {
            connections.close(Promise.promise());
        }
    }

    /**
     * Opens a snapshot as soon as there is a place for it.
     *
     * @param owner whose share it uses
     * @param count has the number of rows as its only value
     * @param rows the rows; null if they are only counted
     */
    Uni<Snapshot> open(Object owner, Statement count, @Nullable Statement rows) {
        return Uni.createFrom().emitter(opened -> {
            var opening = new Opening(count, rows, opened);
            Timers.on(opening.context, () -> opening.enter(owner));
        });
    }

    /** From the arrival at the gate until the first rows are there. */
    private final class Opening {

        private final ContextInternal context = Timers.context(vertx);
        private final Statement count;
        private final @Nullable Statement rows;
        private final UniEmitter<? super Snapshot> opened;
        private final long arrivedAt = System.nanoTime();
        private @Nullable ScheduledFuture<?> waiting;
        private @Nullable Snapshot snapshot;
        private boolean over;

        Opening(Statement count, @Nullable Statement rows, UniEmitter<? super Snapshot> opened) {
            this.count = count;
            this.rows = rows;
            this.opened = opened;
        }

        void enter(Object owner) {
            Gate.Visit visit;
            try {
                visit = lane.gate().enter(owner, admitted -> context.runOnContext(then -> start(admitted)));
            } catch (Gate.Refused refused) {
                opened.fail(refusal(refused.refusal()));
                return;
            }
            if (visit.wasAdmittedAtOnce()) {
                start(visit);
            } else {
                waiting = Timers.after(context, lane.waitMillis(), () -> giveUp(visit));
            }
            // Also called when it has been opened.
            opened.onTermination(() -> Timers.on(context, () -> giveUp(visit)));
        }

        /** Ends what has not been opened yet: nobody waits for it any more. */
        private void giveUp(Gate.Visit visit) {
            if (over) {
                return;
            }
            if (snapshot == null) {
                var reason = lane.gate().reason(visit);
                lane.gate().leave(visit);
                fail(refusal(reason));
            } else {
                snapshot.close();
                fail(FailureTranslation.silent());
            }
        }

        private void start(Gate.Visit visit) {
            if (over) {
                return;
            }
            Timers.cancel(waiting);
            lane.delay().record(System.nanoTime() - arrivedAt, TimeUnit.NANOSECONDS);
            var begun = new Snapshot(context, settings, () -> lane.gate().leave(visit));
            snapshot = begun;
            connect()
                    .compose(connection -> begun.begin(connection, count, rows))
                    .onComplete(result -> {
                        if (result.succeeded() && !over) {
                            over = true;
                            opened.complete(begun);
                        } else {
                            begun.close();
                            fail(
                                    result.succeeded()
                                            ? FailureTranslation.silent()
                                            : FailureTranslation.of(result.cause()));
                        }
                    });
        }

        private void fail(Throwable failure) {
            if (!over) {
                over = true;
                opened.fail(failure);
            }
        }

        private Future<SqlConnection> connect() {
            return connections == null
                    ? context.failedFuture(new IllegalStateException("no connections yet"))
                    : connections.connect(context);
        }
    }

    private static ApiException refusal(Gate.Refusal reason) {
        return reason == Gate.Refusal.ALL_TAKEN ? ALL_TAKEN : OWN_SHARE_USED;
    }
}
