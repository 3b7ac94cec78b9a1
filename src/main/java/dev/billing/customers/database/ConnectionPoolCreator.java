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
 * Creates the connection pool, with timeouts for connecting and for statements. Work waits for a connection at a {@link Gate}, never in
 * the pool.
 */
@Singleton
class ConnectionPoolCreator implements PgPoolCreator {

    /** Longer statements, such as searches for very many words, are prepared each time. */
    private static final int MAX_PREPARED_LENGTH = 4096;

    private final DatabaseSettings settings;
    private final OpenConnections open;
    private final Readers readers;
    private final Snapshots snapshots;

    ConnectionPoolCreator(DatabaseSettings settings, OpenConnections open, Readers readers, Snapshots snapshots) {
        this.settings = settings;
        this.open = open;
        this.readers = readers;
        this.snapshots = snapshots;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::limit);
        input.poolOptions().setMaxSize(open.max()).setConnectionTimeout(0).setMaxWaitQueueSize(-1);
        var vertx = (VertxInternal) input.vertx();
        readers.connectTo(vertx, input.pgConnectOptionsList().get(0));
        snapshots.connectTo(vertx, input.pgConnectOptionsList().get(0));
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
        options.setPreparedStatementCacheSqlLimit(MAX_PREPARED_LENGTH)
                .addProperty("plan_cache_mode", settings.planCacheMode())
                .addProperty(
                        "statement_timeout",
                        Long.toString(settings.statementTimeout().toMillis()))
                .addProperty(
                        "lock_timeout", Long.toString(settings.lockTimeout().toMillis()))
                // All work has reached its deadline by then. Only a silently lost connection still has a transaction
                // and its locks.
                .addProperty("idle_in_transaction_session_timeout", Long.toString(2L * deadline))
                .setConnectTimeout((int) settings.poolWait().toMillis())
                // Applies until the connection is ready for use; see OpenConnections.
                .setReadIdleTimeout((int) settings.poolWait().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(deadline);
    }

    /** Joins an open request transaction, or reports a new connection to the current {@link Work}. */
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
