package dev.billing.customers.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a request whose changes are committed together with a record of its result ({@link Database#recorded}). It begins
 * with the first change, so that earlier reads hold no connection. Its statements are pipelined, so that the record costs only one round
 * trip.
 *
 * <p>Everything runs on the request's Vert.x context, so no synchronization is needed.
 */
final class RequestTransaction {

    private static final String CURRENT = RequestTransaction.class.getName();

    private final Statement check;
    private final Statement before;
    private @Nullable SqlConnection connection;
    private Future<?> prepared = Future.succeededFuture();
    private Promise<Void> end = Promise.promise();
    private Consumer<Throwable> whenLost = failure -> {};

    /**
     * Creates a transaction for a request that may have to be rejected.
     *
     * @param check fails if the request must be rejected
     * @param before the first statement of the transaction; fails in the same cases
     */
    RequestTransaction(Statement check, Statement before) {
        this.check = check;
        this.before = before;
    }

    /** The transaction of the current request. */
    static @Nullable RequestTransaction current() {
        var context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CURRENT);
    }

    /** The transaction of the current request if it has begun. */
    static @Nullable RequestTransaction open() {
        var current = current();
        return current != null && current.isOpen() ? current : null;
    }

    /** Makes this the transaction of the current request. */
    void enter() {
        Vertx.currentContext().putLocal(CURRENT, this);
    }

    /** Removes the transaction from the current request. */
    static void exit() {
        Vertx.currentContext().removeLocal(CURRENT);
    }

    /** Sets the callback for a transaction that reaches its deadline, or loses its connection, so that its statements never complete. */
    void whenLost(Consumer<Throwable> told) {
        whenLost = told;
    }

    void lose(Throwable failure) {
        whenLost.accept(failure);
    }

    boolean isOpen() {
        return connection != null;
    }

    /** The connection from the beginning to the end of the transaction. Statements are sent only in between. */
    SqlConnection connection() {
        return Objects.requireNonNull(connection);
    }

    /** A connection for a Hibernate session that takes part in this transaction; the session does not begin or end it. */
    Future<SqlConnection> join() {
        return Future.succeededFuture(new Joined((SqlConnectionBase<?>) connection()));
    }

    /**
     * Begins the transaction on a connection, which is used until the returned future completes.
     *
     * @param begun completed when statements can be sent
     */
    Future<Void> begin(SqlConnection given, UniEmitter<? super Void> begun) {
        connection = given;
        end = Promise.promise();
        given.query("begin").execute();
        prepared = before.execute(given);
        begun.complete(null);
        return end.future();
    }

    /** Runs a statement that is committed independently, unless the request must be rejected. */
    Future<RowSet<Row>> apart(SqlConnection given, Statement statement) {
        given.query("begin").execute();
        var checked = check.execute(given);
        var rows = statement.execute(given);
        return given.query("commit").execute().transform(over -> checked.compose(passed -> rows));
    }

    /** Runs a part of the work. If it fails, everything is rolled back, and the next change begins a new transaction. */
    <T> Uni<T> run(Supplier<Uni<T>> part) {
        return part.get().onFailure().recoverWithUni(failure -> begun().chain(() -> undo())
                .chain(cause -> Uni.createFrom().failure(FailureTranslation.of(cause == null ? failure : cause))));
    }

    /** Completes when the first statement has completed or failed. The failure of a later statement may be reported sooner. */
    private Uni<Void> begun() {
        var first = prepared;
        return Uni.createFrom().emitter(known -> first.onComplete(over -> known.complete(null)));
    }

    /**
     * Rolls back and returns the failure of the first statement, or null if it did not fail. After such a failure PostgreSQL rejects all
     * later statements.
     */
    private Uni<@Nullable Throwable> undo() {
        if (prepared.failed()) {
            var cause = prepared.cause();
            if (isOpen()) {
                finish("rollback"); // Nothing was changed, so there is no need to wait.
            }
            return Uni.createFrom().item(cause);
        }
        return rollback().replaceWith((Throwable) null);
    }

    /** Runs a last statement and commits. Nothing is committed if this statement or the first one fails. */
    Uni<Void> commit(Statement after) {
        var first = prepared;
        var recorded = after.execute(connection());
        var committed = finish("commit");
        var all = first.compose(passed -> recorded).compose(last -> committed);
        return Uni.createFrom()
                .<Void>emitter(
                        done -> committed.onComplete(over -> all.onComplete(result -> done.complete(null), done::fail)))
                .onFailure()
                .transform(FailureTranslation::of);
    }

    /** Rolls back if the transaction has begun. This never fails, because a lost connection has lost its transaction, too. */
    Uni<Void> rollback() {
        if (!isOpen()) {
            return Uni.createFrom().voidItem();
        }
        var rolledBack = finish("rollback");
        return Uni.createFrom().emitter(done -> rolledBack.onComplete(over -> done.complete(null)));
    }

    /** Ends the transaction, and returns its connection to the pool when the statement has completed. */
    private Future<RowSet<Row>> finish(String statement) {
        var ended = connection().query(statement).execute();
        var ending = end;
        connection = null;
        return ended.onComplete(over -> ending.complete());
    }

    /** The transaction's connection as Hibernate sees it. Hibernate's transactions become parts of this one. */
    private final class Joined extends SqlConnectionBase<Joined> {

        private final SqlConnection whole;
        private @Nullable Transaction part;

        Joined(SqlConnectionBase<?> whole) {
            super((ContextInternal) Vertx.currentContext(), whole.factory(), whole.unwrap(), PgDriver.INSTANCE);
            this.whole = whole;
        }

        /** Rejects statements after the end of the transaction, when another request may use the connection. */
        @Override
        public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
            return connection == whole
                    ? super.schedule(context, command)
                    : Future.failedFuture(new IllegalStateException("The transaction of this request has ended."));
        }

        @Override
        public Future<Transaction> begin() {
            var begun = new Part(() -> part = null);
            part = begun;
            return Future.succeededFuture(begun);
        }

        @Override
        public @Nullable Transaction transaction() {
            return part;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    /** A transaction of Hibernate. Its changes are committed or rolled back with the whole transaction. */
    private record Part(Runnable end) implements Transaction {

        @Override
        public Future<Void> commit() {
            end.run();
            return Future.succeededFuture();
        }

        @Override
        public void commit(Handler<AsyncResult<Void>> handler) {
            commit().onComplete(handler);
        }

        @Override
        public Future<Void> rollback() {
            return commit();
        }

        @Override
        public void rollback(Handler<AsyncResult<Void>> handler) {
            commit(handler);
        }

        @Override
        public Future<Void> completion() {
            return Future.succeededFuture();
        }

        @Override
        public void completion(Handler<AsyncResult<Void>> handler) {
            completion().onComplete(handler);
        }
    }
}
