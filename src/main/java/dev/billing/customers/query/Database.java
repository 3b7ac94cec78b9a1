package dev.billing.customers.query;

import dev.billing.customers.error.ApiException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** The one way to the database: every piece of work has a connection or session of the right kind, and a deadline. */
@ApplicationScoped
public class Database {

    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    private final long deadlineMillis;

    Database(Pool pool, Mutiny.SessionFactory sessions, Vertx vertx, DatabaseSettings settings) {
        this.pool = pool;
        this.sessions = sessions;
        this.vertx = vertx;
        this.deadlineMillis = settings.deadline().toMillis();
    }

    /**
     * Runs one prepared statement in a transaction of its own, past Hibernate: the cheapest way to read.
     *
     * @param sql with {@code $1}, {@code $2}, … for the values; nothing of it comes from a caller
     */
    public Uni<RowSet<Row>> query(String sql, List<Object> values) {
        // Not pool.preparedQuery(…): its time-out of a request that failed otherwise fires later, as an error in the
        // log.
        return withDeadline(Uni.createFrom().emitter(answer -> pool.withConnection(
                        connection -> connection.preparedQuery(sql).execute(Tuple.from(values)))
                .onComplete(answer::complete, answer::fail)));
    }

    /** Runs statements whose entities are not tracked, each in a transaction of its own. */
    public <T> Uni<T> untracked(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return withDeadline(sessions.withStatelessSession(work));
    }

    /** Runs the work in one transaction, in which Panache repositories take part; a failure rolls it back. */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return withDeadline(Panache.withTransaction(work));
    }

    /**
     * Fails with 503 when the work takes too long. The work itself is left to end by its own limits: cancelling it in the
     * middle would give its connection back with a statement still running on it.
     */
    private <T> Uni<T> withDeadline(Uni<T> work) {
        return Uni.createFrom().emitter(answer -> {
            long timer = vertx.setTimer(deadlineMillis, late -> answer.fail(ApiException.unavailable()));
            work.subscribe()
                    .with(
                            item -> {
                                vertx.cancelTimer(timer);
                                answer.complete(item);
                            },
                            failure -> {
                                vertx.cancelTimer(timer);
                                answer.fail(failure);
                            });
        });
    }
}
