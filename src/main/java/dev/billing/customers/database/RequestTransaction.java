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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The transaction of a request whose changes are committed together with a record of its result ({@link Database#recorded}). It begins
 * with the first change, and what the request reads before that holds no connection. All that runs in it is sent without waiting for
 * what was sent before: the record costs one round trip.
 *
 * <p>All of it happens on the context of its request, so no two threads meet here.
 */
final class RequestTransaction {

    private static final String CURRENT = RequestTransaction.class.getName();

    private final Statement check;
    private final Statement before;
    private SqlConnection connection;
    private Future<?> prepared;
    private Promise<Void> end;
    private Consumer<Throwable> whenLost = failure -> {};

    /**
     * A transaction of a request that may not be done at all.
     *
     * @param check fails if it may not
     * @param before what the transaction has first; it fails in the same cases
     */
    RequestTransaction(Statement check, Statement before) {
        this.check = check;
        this.before = before;
    }

    /** The one of the current request; null if it has none. */
    static RequestTransaction current() {
        var context = Vertx.currentContext();
        return context == null ? null : context.getLocal(CURRENT);
    }

    /** The same, if it has begun; null if not. */
    static RequestTransaction open() {
        var current = current();
        return current != null && current.isOpen() ? current : null;
    }

    /** From now on the current request has this one. */
    void enter() {
        Vertx.currentContext().putLocal(CURRENT, this);
    }

    /** From now on it has none. */
    static void exit() {
        Vertx.currentContext().removeLocal(CURRENT);
    }

    /** Tells of a transaction that meets its deadline, or loses its connection, and whose statements are never answered. */
    void whenLost(Consumer<Throwable> told) {
        whenLost = told;
    }

    void lose(Throwable failure) {
        whenLost.accept(failure);
    }

    boolean isOpen() {
        return connection != null;
    }

    SqlConnection connection() {
        return connection;
    }

    /** A connection for a session that takes part: it begins and ends nothing. */
    Future<SqlConnection> join() {
        return Future.succeededFuture(new Joined((SqlConnectionBase<?>) connection));
    }

    /**
     * Begins on a connection, which is used until the future that is returned completes.
     *
     * @param begun told when statements can be sent
     */
    Future<Void> begin(SqlConnection given, UniEmitter<? super Void> begun) {
        connection = given;
        end = Promise.promise();
        connection.query("begin").execute();
        prepared = before.execute(connection);
        begun.complete(null);
        return end.future();
    }

    /** Runs a statement that is committed by itself, if the request may be done. */
    Future<RowSet<Row>> apart(SqlConnection given, String sql, List<Object> values) {
        given.query("begin").execute();
        var checked = check.execute(given);
        var rows = new Statement(sql, values).execute(given);
        return given.query("commit").execute().transform(over -> checked.compose(passed -> rows));
    }

    /** Runs a part of the work. If it fails, all is rolled back, and what the request changes afterwards begins anew. */
    <T> Uni<T> run(Supplier<Uni<T>> part) {
        return part.get().onFailure().recoverWithUni(failure -> begun().chain(() -> undo())
                .chain(cause -> Uni.createFrom().failure(FailureTranslation.of(cause == null ? failure : cause))));
    }

    /** Completes when it is known whether the first statement has failed: news of a later one may come sooner. */
    private Uni<Void> begun() {
        var first = prepared;
        return Uni.createFrom().emitter(known -> first.onComplete(over -> known.complete(null)));
    }

    /** Rolls back. The result is why the first statement failed, null if it has not: PostgreSQL refuses all that comes behind it. */
    private Uni<Throwable> undo() {
        if (prepared.failed()) {
            var cause = prepared.cause();
            if (isOpen()) {
                finish("rollback"); // Nothing was changed, so nobody has to wait for it.
            }
            return Uni.createFrom().item(cause);
        }
        return rollback().replaceWith((Throwable) null);
    }

    /** Commits, with this statement last. Nothing is committed if it fails, or if the first one has. */
    Uni<Void> commit(Statement after) {
        var first = prepared;
        var recorded = after.execute(connection);
        var committed = finish("commit");
        var all = first.compose(passed -> recorded).compose(last -> committed);
        return Uni.createFrom()
                .<Void>emitter(
                        done -> committed.onComplete(over -> all.onComplete(result -> done.complete(null), done::fail)))
                .onFailure()
                .transform(FailureTranslation::of);
    }

    /** Rolls back what has begun, if anything has. It does not fail: a connection that is lost has lost its transaction, too. */
    Uni<Void> rollback() {
        if (!isOpen()) {
            return Uni.createFrom().voidItem();
        }
        var rolledBack = finish("rollback");
        return Uni.createFrom().emitter(done -> rolledBack.onComplete(over -> done.complete(null)));
    }

    /** Sends what ends the transaction; its connection is given back when that is answered. */
    private Future<RowSet<Row>> finish(String statement) {
        var ended = connection.query(statement).execute();
        var ending = end;
        connection = null;
        return ended.onComplete(over -> ending.complete());
    }

    /** The connection of the transaction as Hibernate sees it: its transactions are parts of this one. */
    private final class Joined extends SqlConnectionBase<Joined> {

        private final SqlConnection whole;
        private Transaction part;

        Joined(SqlConnectionBase<?> whole) {
            super((ContextInternal) Vertx.currentContext(), whole.factory(), whole.unwrap(), PgDriver.INSTANCE);
            this.whole = whole;
        }

        /** Refuses what comes too late: the connection may be another request's by then. */
        @Override
        public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
            return connection == whole
                    ? super.schedule(context, command)
                    : Future.failedFuture(new IllegalStateException("The transaction of this request has ended."));
        }

        @Override
        public Future<Transaction> begin() {
            part = new Part(() -> part = null);
            return Future.succeededFuture(part);
        }

        @Override
        public Transaction transaction() {
            return part;
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    /** A transaction of Hibernate. What it changed is committed or rolled back with the whole. */
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
