package dev.billing.customers.database;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.impl.PgConnectionImpl;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A few connections that many requests share for short reads. Their statements are pipelined: each is sent at once, while the results of
 * earlier ones are still on their way. A request uses the connection of its own event loop, so that it does not wait for another thread;
 * if there are more event loops than connections, some share one.
 *
 * <p>A slow statement delays those behind it. So only statements that an index bounds belong here, and none that waits for a lock or for
 * the disk.
 */
@Singleton
class Readers {

    /** Maximum number of statements under way on one connection. */
    static final int PIPELINED = 64;

    private final OpenConnections open;
    private final int size;
    private final Map<EventLoop, Reader> byEventLoop = new ConcurrentHashMap<>();
    private final AtomicInteger eventLoops = new AtomicInteger();
    private List<Reader> readers = List.of();

    Readers(DatabaseSettings settings, OpenConnections open) {
        this.open = open;
        this.size = settings.readConnections();
    }

    /** Sets how to connect. Connections are opened when they are first needed. */
    void connectTo(VertxInternal vertx, PgConnectOptions options) {
        var pipelined = new PgConnectOptions(options).setPipeliningLimit(PIPELINED);
        readers =
                Stream.generate(() -> new Reader(vertx, pipelined)).limit(size).toList();
    }

    /** Another connection, in place of one that was lost. The client reports the loss to its statements before it closes the connection. */
    Future<SqlConnection> replacement(ContextInternal context, SqlConnection lost) {
        var reader = byEventLoop.get(context.nettyEventLoop());
        if (reader != null) {
            reader.drop(((SqlConnectionInternal) lost).unwrap());
        }
        return connection(context);
    }

    /** The connection of the current event loop, for one statement in the current context. It is shared and must not be closed. */
    Future<SqlConnection> connection(ContextInternal context) {
        var reader = byEventLoop.computeIfAbsent(
                context.nettyEventLoop(), first -> readers.get(eventLoops.getAndIncrement() % size));
        var connection = reader.connection(context.nettyEventLoop());
        if (connection.succeeded()) {
            return Future.succeededFuture(reader.in(context, connection.result()));
        }
        var inContext = context.<SqlConnection>promise();
        connection.map(opened -> reader.in(context, opened)).onComplete(inContext);
        return inContext.future();
    }

    @PreDestroy
    void close() {
        readers.forEach(Reader::close);
    }

    /** One connection. It is opened again after it was lost. */
    private final class Reader {

        private final VertxInternal vertx;
        private final PgConnectionFactory factory;
        private @Nullable Future<Connection> connection;

        Reader(VertxInternal vertx, PgConnectOptions options) {
            this.vertx = vertx;
            this.factory = new PgConnectionFactory(vertx, () -> Future.succeededFuture(options));
        }

        synchronized Future<Connection> connection(EventLoop eventLoop) {
            var current = connection;
            if (current == null || current.isComplete() && !isUsable(current)) {
                // A context of its own: that of the request would be kept as long as the connection.
                var context = vertx.createEventLoopContext(
                        eventLoop, null, Thread.currentThread().getContextClassLoader());
                current = factory.connect(context).onSuccess(open::addReader).map(Reader::shared);
                connection = current;
            }
            return current;
        }

        synchronized void drop(Connection lost) {
            if (connection != null && connection.succeeded() && connection.result() == lost) {
                connection = null;
            }
        }

        private static boolean isUsable(Future<Connection> opened) {
            return opened.succeeded() && opened.result().isValid();
        }

        private static Connection shared(SqlConnection opened) {
            return ((SqlConnectionInternal) opened).unwrap();
        }

        void close() {
            factory.close(Promise.promise());
        }

        /** A connection that returns its results in the context of a request. */
        SqlConnection in(ContextInternal context, Connection shared) {
            return new PgConnectionImpl(factory, context, shared);
        }
    }
}
