package dev.billing.customers.database;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.pool.SqlConnectionPool.PooledConnection;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tracks the open connections, so that unresponsive ones can be closed. */
@Singleton
class OpenConnections {

    /** The number of connections for each purpose other than requests. */
    static final int PROBES = 1;

    static final int FOLLOW_UPS = 2;

    /** The number of all these reserved connections. */
    static final int RESERVED = PROBES + FOLLOW_UPS;

    /** The name of the client's read timeout handler in the Netty pipeline. */
    private static final String READ_TIMEOUT = "idle";

    private final int max;
    private final long silenceNanos;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    OpenConnections(DatabaseSettings settings) {
        this.max = settings.poolSize() + RESERVED;
        // No statement takes longer than its timeout. Half of the deadline, if that is shorter: it must have passed
        // when a
        // deadline does.
        this.silenceNanos = Math.min(
                settings.statementTimeout().toNanos(), settings.deadline().toNanos() / 2);
    }

    int max() {
        return max;
    }

    /** Adds a connection that is ready for use. Its read timeout is removed, because an idle connection receives nothing. */
    void add(SqlConnection connection) {
        var channel = channel(connection);
        replaceReadTimeout(connection, new Activity());
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
    }

    /** The same for a connection with pipelined statements: those that are written in one run of its event loop are sent together. */
    void addReader(SqlConnection connection) {
        channel(connection)
                .pipeline()
                .addFirst(new FlushConsolidationHandler(
                        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        add(connection);
    }

    /** Puts a handler in the place of the read timeout of a connection that is ready for use. */
    static void replaceReadTimeout(SqlConnection connection, ChannelHandler handler) {
        channel(connection).pipeline().replace(READ_TIMEOUT, READ_TIMEOUT, handler);
    }

    /** Closes a connection immediately, even if a statement runs on it. */
    static void giveUp(SqlConnection connection) {
        close(channel(connection));
    }

    /**
     * Closes a connection with pipelined statements, unless it has received something while one of them could run, or was not given the
     * time to: the statements of others are on it.
     *
     * @param sent when the statement was sent that has no result, by {@link System#nanoTime()}
     */
    void giveUpSilent(SqlConnection connection, long sent) {
        var channel = channel(connection);
        long since = System.nanoTime() - silenceNanos;
        if (sent - since < 0) {
            channel.eventLoop().execute(() -> {
                if (channel.pipeline().get(READ_TIMEOUT) instanceof Activity activity
                        && activity.isSilentSince(since)) {
                    close(channel);
                }
            });
        }
    }

    /**
     * Closes the idle connections that have received nothing since a point in time: if a proxy or firewall has dropped one connection, it
     * has probably dropped all that are as old.
     *
     * @param since a time by {@link System#nanoTime()}
     */
    void giveUpIdle(long since) {
        for (var channel : open) {
            channel.eventLoop().execute(() -> {
                if (channel.pipeline().get(READ_TIMEOUT) instanceof Activity activity && activity.isIdleSince(since)) {
                    close(channel);
                }
            });
        }
    }

    /** Closes below the client's own handlers, which would send a termination message and wait for the server. */
    private static void close(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.pipeline().firstContext().close();
            }
        });
    }

    private static Channel channel(SqlConnection connection) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (inner instanceof PooledConnection pooled) {
            inner = pooled.unwrap();
        }
        return ((SocketConnectionBase) inner).socket().channelHandlerContext().channel();
    }

    /** Records when a connection last received data, and whether something was sent since. Runs on the connection's event loop. */
    private static final class Activity extends ChannelDuplexHandler {

        private long heard = System.nanoTime();
        private boolean asked;

        boolean isIdleSince(long time) {
            return !asked && isSilentSince(time);
        }

        boolean isSilentSince(long time) {
            return heard - time < 0;
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
}
