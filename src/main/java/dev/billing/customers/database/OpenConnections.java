package dev.billing.customers.database;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.pool.SqlConnectionPool.PooledConnection;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, so that one whose other end fell silent can be given up instead of being waited for. */
@Singleton
class OpenConnections {

    /** How many connections there are for each purpose besides requests. */
    static final int LOOK_UPS = 2;

    static final int PROBES = 1;
    static final int FOLLOW_UPS = 2;

    /** How many connections are reserved in this way. */
    static final int RESERVED = LOOK_UPS + PROBES + FOLLOW_UPS;

    /** The name under which the client's read timeout stands in a connection's pipeline. */
    private static final String READ_TIMEOUT = "idle";

    private final int max;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    OpenConnections(DatabaseSettings settings) {
        this.max = settings.poolSize() + RESERVED;
    }

    /** How many there are at most. */
    int max() {
        return max;
    }

    /** Notes one that can be used now. It is silent for as long as nobody asks it anything: that is no reason to close it. */
    void add(SqlConnection connection) {
        var channel = channel(connection);
        channel.pipeline().replace(READ_TIMEOUT, READ_TIMEOUT, new Activity());
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
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
                if (channel.pipeline().get(READ_TIMEOUT) instanceof Activity activity && activity.isIdleSince(since)) {
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

    private static Channel channel(SqlConnection connection) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (inner instanceof PooledConnection pooled) {
            inner = pooled.unwrap();
        }
        return ((SocketConnectionBase) inner).socket().channelHandlerContext().channel();
    }

    /** Remembers when a connection was last heard of, and whether it was asked something since. Runs on its event loop. */
    private static final class Activity extends ChannelDuplexHandler {

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
}
