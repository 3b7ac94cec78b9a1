package dev.billing.customers.database;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.smallrye.mutiny.Multi;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any number of rows in the state of one moment: one read-only transaction, on a connection of its own, in which they are counted and then
 * read through a cursor. Only one portion is read ahead of those that the subscriber has requested. It ends when all rows are read,
 * at its time limit, when the subscriber requests nothing for too long, and when the subscriber cancels.
 *
 * <p>Everything runs on the Vert.x context that opened it, so no synchronization is needed.
 */
public final class Snapshot {

    private static final int FIRST_PORTION = 32;
    private static final int MAX_PORTION = 256;

    /** How long the end of the transaction may take. */
    private static final long END_MILLIS = 5000;

    /** About so many bytes of the database's protocol are one portion. */
    private static final long PORTION_BYTES = 96 << 10;

    private final ContextInternal context;
    private final ExportSettings settings;
    private final Runnable left;
    private final Received received = new Received();
    private final ScheduledFuture<?> limit;

    private @Nullable SqlConnection connection;
    private @Nullable Cursor cursor;
    private @Nullable List<Row> ahead;
    private @Nullable Portions reader;
    private @Nullable ScheduledFuture<?> stalled;
    private @Nullable Throwable failure;
    private long total;
    private int portion = FIRST_PORTION;
    private boolean isReleased;

    /**
     * Creates a snapshot that has to {@link #begin}.
     *
     * @param left called once, when it holds nothing any more
     */
    Snapshot(ContextInternal context, ExportSettings settings, Runnable left) {
        this.context = context;
        this.settings = settings;
        this.left = left;
        this.limit = Timers.after(
                context,
                settings.timeLimit().toMillis(),
                () -> fail(new ExportEndedException("It has taken longer than " + settings.timeLimit())));
    }

    /** Counts the rows, and reads the first ones. */
    Future<Void> begin(SqlConnection opened, Statement count, @Nullable Statement rows) {
        connection = opened;
        if (isReleased) {
            OpenConnections.giveUp(opened);
            return Future.failedFuture(new TooLateException());
        }
        OpenConnections.replaceReadTimeout(opened, received);
        opened.exceptionHandler(this::lost);
        opened.closeHandler(closed -> lost(ClosedConnectionException.INSTANCE));
        // Pipelined: only the last result is waited for.
        settings().forEach(setting -> opened.query(setting).execute());
        var counted = count.execute(opened)
                .onSuccess(result -> total = result.iterator().next().getLong(0));
        return rows == null ? counted.onSuccess(done -> release()).mapEmpty() : open(opened, counted, rows);
    }

    private Future<Void> open(SqlConnection opened, Future<RowSet<Row>> counted, Statement rows) {
        var prepared = opened.prepare(rows.sql());
        return counted.flatMap(then -> prepared)
                .flatMap(statement -> {
                    cursor = statement.cursor(Tuple.from(rows.values()));
                    return cursor.read(portion);
                })
                .onSuccess(this::take)
                .mapEmpty();
    }

    /** The plan is made for the values: it is used once. The server looks whether its client is still there while a statement runs. */
    private List<String> settings() {
        long millis = settings.timeLimit().toMillis();
        return Stream.concat(
                        Stream.of("begin transaction isolation level repeatable read, read only"),
                        Stream.of(
                                        "statement_timeout = " + millis,
                                        "idle_in_transaction_session_timeout = " + millis,
                                        "client_connection_check_interval = '1s'",
                                        "plan_cache_mode = force_custom_plan")
                                .map(setting -> "set local " + setting))
                .toList();
    }

    /** The exact number of rows. */
    public long total() {
        return total;
    }

    /** The rows, in portions, for one subscriber. */
    public Multi<List<Row>> rows() {
        return Multi.createFrom().publisher(subscriber -> {
            var portions = new Portions(subscriber);
            reader = portions;
            subscriber.onSubscribe(portions);
            Timers.on(context, this::deliver);
        });
    }

    /** Ends the transaction, unless it has ended. */
    public void close() {
        Timers.on(context, () -> fail(new ExportEndedException("Nobody wants its rows any more")));
    }

    private void read() {
        Objects.requireNonNull(cursor).read(portion).onComplete(this::arrived);
    }

    private void arrived(AsyncResult<RowSet<Row>> result) {
        if (isReleased) {
            return;
        }
        if (result.failed()) {
            fail(result.cause());
            return;
        }
        take(result.result());
        deliver();
    }

    /** Keeps a portion for the subscriber. After the last one nothing is held any more. */
    private void take(RowSet<Row> rows) {
        if (isReleased) {
            return;
        }
        var list = new ArrayList<Row>(rows.size());
        rows.forEach(list::add);
        ahead = list;
        portion = next(list.size(), received.take());
        if (!Objects.requireNonNull(cursor).hasMore()) {
            release();
        }
        stalled = Timers.after(
                context,
                settings.clientTimeout().toMillis(),
                () -> fail(new ExportEndedException("Its client has taken nothing for " + settings.clientTimeout())));
    }

    /** As many rows as make a portion, if they are as large as the last ones; at most twice as many as before. */
    private int next(int rows, long bytes) {
        long fitting = rows * PORTION_BYTES / Math.max(1, bytes);
        return (int) Math.max(1, Math.min(fitting, Math.min(MAX_PORTION, 2L * portion)));
    }

    private void deliver() {
        var to = reader;
        if (to == null || to.isOver) {
            return;
        }
        var rows = ahead;
        if (rows != null && to.requested > 0) {
            ahead = null;
            Timers.cancel(stalled);
            to.requested--;
            if (!isReleased) {
                // The database reads on while these are written.
                read();
            }
            if (!rows.isEmpty()) {
                to.subscriber.onNext(rows);
            }
        }
        if (isReleased && ahead == null && !to.isOver) {
            to.end(failure);
        }
    }

    /** The connection is lost, or closed after the last row. */
    private void lost(Throwable cause) {
        if (!isReleased) {
            fail(cause);
        }
    }

    /** Ends the reading before the end of the rows, and the transaction, unless it has ended. */
    private void fail(Throwable cause) {
        Timers.cancel(stalled);
        if (isReleased && ahead == null) {
            return;
        }
        failure = cause;
        ahead = null;
        if (!isReleased) {
            leave();
            if (connection != null) {
                OpenConnections.giveUp(connection);
            }
        }
        deliver();
    }

    /** Ends the transaction after the last row. A pooler then keeps its connection to the server. */
    private void release() {
        leave();
        var ended = Objects.requireNonNull(connection);
        // Nobody waits for it any more, and a server that has fallen silent never ends it.
        var patience = Timers.after(context, END_MILLIS, () -> OpenConnections.giveUp(ended));
        ended.query("commit").execute().onComplete(committed -> {
            Timers.cancel(patience);
            ended.close();
        });
    }

    private void leave() {
        isReleased = true;
        Timers.cancel(limit);
        Timers.cancel(stalled);
        left.run();
    }

    /** The subscription of the reader. */
    private final class Portions implements Flow.Subscription {

        private final Flow.Subscriber<? super List<Row>> subscriber;
        private long requested;
        private boolean isOver;

        Portions(Flow.Subscriber<? super List<Row>> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long portions) {
            Timers.on(context, () -> {
                requested = Math.min(Integer.MAX_VALUE, requested + portions);
                deliver();
            });
        }

        @Override
        public void cancel() {
            isOver = true;
            close();
        }

        void end(@Nullable Throwable cause) {
            isOver = true;
            if (cause == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(cause);
            }
        }
    }

    /** Counts the bytes that arrive. Runs on the connection's event loop, which is that of the context. */
    private static final class Received extends ChannelInboundHandlerAdapter {

        private long bytes;

        @Override
        public void channelRead(ChannelHandlerContext handling, Object message) {
            if (message instanceof ByteBuf arrived) {
                bytes += arrived.readableBytes();
            }
            handling.fireChannelRead(message);
        }

        long take() {
            long taken = bytes;
            bytes = 0;
            return taken;
        }
    }
}
