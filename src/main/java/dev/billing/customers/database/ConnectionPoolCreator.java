package dev.billing.customers.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgPoolImpl;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Creates the connection pool, with its limits: no connection is waited for without an end, neither while it is being opened nor while
 * a statement runs on it. Who waits for a connection waits at a {@link Gate}, never in the pool.
 */
@Singleton
class ConnectionPoolCreator implements PgPoolCreator {

    private final DatabaseSettings settings;
    private final OpenConnections open;

    ConnectionPoolCreator(DatabaseSettings settings, OpenConnections open) {
        this.settings = settings;
        this.open = open;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::limit);
        input.poolOptions().setMaxSize(open.max()).setConnectionTimeout(0).setMaxWaitQueueSize(-1);
        var vertx = (VertxInternal) input.vertx();
        var pool = PgBuilder.pool()
                .using(vertx)
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .withConnectHandler(connection -> {
                    open.add(connection);
                    connection.close();
                })
                .build();
        return new Watched(vertx, pool);
    }

    private void limit(PgConnectOptions options) {
        int deadline = (int) settings.deadline().toMillis();
        // Statements are planned once for each connection. If businesses differ much in size, PostgreSQL would
        // plan some of them at each execution, which takes longer than reading a page. PlansTest holds both plans.
        options.addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty(
                        "statement_timeout",
                        Long.toString(settings.statementTimeout().toMillis()))
                .addProperty(
                        "lock_timeout", Long.toString(settings.lockTimeout().toMillis()))
                // Work has ended by then: only a connection that was lost without a word still has a transaction, and
                // its locks.
                .addProperty("idle_in_transaction_session_timeout", Long.toString(2L * deadline))
                .setConnectTimeout((int) settings.poolWait().toMillis())
                // For the time until a connection can be used; see OpenConnections.
                .setReadIdleTimeout((int) settings.poolWait().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(deadline);
    }

    /** Tells the work that runs in a context which connections it was given. */
    private static final class Watched extends PgPoolImpl {

        private final Pool pool;

        Watched(VertxInternal vertx, Pool pool) {
            super(vertx, new CloseFuture(), pool);
            this.pool = pool;
        }

        @Override
        public Future<SqlConnection> getConnection() {
            var transaction = RequestTransaction.open();
            if (transaction != null) {
                return transaction.join();
            }
            var work = Work.current();
            return work == null ? pool.getConnection() : pool.getConnection().flatMap(work::use);
        }

        @Override
        public Future<Void> close() {
            return pool.close();
        }
    }
}
