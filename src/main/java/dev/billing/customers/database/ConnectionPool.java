package dev.billing.customers.database;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
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
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.pool.SqlConnectionPool.PooledConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Creates the connection pool, with its limits: no connection is waited for without an end, neither while it is being opened nor while
 * a statement runs on it. Who waits for a connection waits at a {@link Gate}, never in the pool.
 *
 * <p>It knows every connection that is open, so that one whose other end fell silent can be given up instead of being waited for.
 */
@Singleton
class ConnectionPool implements PgPoolCreator {

    /** The name under which the client's read timeout stands in a connection's pipeline. */
    private static final String READ_TIMEOUT = "idle";

    private final DatabaseSettings settings;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    ConnectionPool(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::limit);
        input.poolOptions().setMaxSize(maxSize()).setConnectionTimeout(0).setMaxWaitQueueSize(-1);
        var vertx = (VertxInternal) input.vertx();
        var pool = PgBuilder.pool()
                .using(vertx)
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .withConnectHandler(connection -> {
                    watch(channel(connection));
                    connection.close();
                })
                .build();
        return new Watched(vertx, pool);
    }

    /** How many connections there are at most. */
    int maxSize() {
        return settings.poolSize() + Database.RESERVED;
    }

    /** Closes a connection at once, whatever runs on it. */
    void giveUp(SqlConnection connection) {
        close(channel(connection));
    }

    /**
     * Closes the connections that nobody uses and that were not heard of since: if a proxy or firewall has forgotten one connection, it
     * has probably forgotten all that are as old.
     *
     * @param since a time by {@link System#nanoTime()}
     */
    void giveUpIdle(long since) {
        for (var channel : open) {
            channel.eventLoop().execute(() -> {
                if (channel.pipeline().get(READ_TIMEOUT) instanceof Ear ear && ear.isIdleSince(since)) {
                    close(channel);
                }
            });
        }
    }

    /** From below the client's own handlers, which would say good-bye and wait for the other end to hang up. */
    private static void close(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.pipeline().firstContext().close();
            }
        });
    }

    private void limit(PgConnectOptions options) {
        int deadline = (int) settings.deadline().toMillis();
        // Statements are planned once for each connection. Where businesses differ much in size, PostgreSQL would
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
                // For the time until a connection can be used; see watch().
                .setReadIdleTimeout((int) settings.poolWait().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpKeepAlive(true)
                .setTcpUserTimeout(deadline);
    }

    /** A connection that is ready is silent for as long as nobody asks it anything: that is no reason to close it. */
    private void watch(Channel channel) {
        channel.pipeline().replace(READ_TIMEOUT, READ_TIMEOUT, new Ear());
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    private static Channel channel(SqlConnection connection) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (inner instanceof PooledConnection pooled) {
            inner = pooled.unwrap();
        }
        return ((SocketConnectionBase) inner).socket().channelHandlerContext().channel();
    }

    /** Remembers when a connection was last heard of, and whether it was asked something since. Runs on its event loop. */
    private static final class Ear extends ChannelDuplexHandler {

        private long heard = System.nanoTime();
        private boolean asked;

        boolean isIdleSince(long time) {
            return !asked && heard - time < 0;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            heard = System.nanoTime();
            asked = false;
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            asked = true;
            context.write(message, promise);
        }
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
