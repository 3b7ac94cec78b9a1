package dev.billing.customers.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a client connection if a request does not arrive in time. Vert.x only has an idle timeout, which does not stop clients that send
 * a byte now and then. The handlers tell it what begins and ends. Everything runs on the connection's event loop.
 */
final class CallerConnection {

    /**
     * Timeouts in milliseconds.
     *
     * @param head from the first byte of a request until its headers are complete
     * @param body from then on until its body is complete
     * @param idle without a request
     */
    record Limits(long head, long body, long idle) {}

    private static final long LAST_BYTES_MILLIS = 1000;

    /** Bytes that a client must read within the idle timeout while responses are pending; otherwise its connection is closed. */
    private static final long LEAST_READ_BYTES = 16_384;

    private static final String ENCODER = "httpEncoder";

    private static final AttributeKey<CallerConnection> KEY = AttributeKey.valueOf(CallerConnection.class.getName());

    private final Limits limits;
    private final RawResponses responses;
    private final ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> stalled;
    private boolean headBegun;
    private boolean bodyOpen;
    private boolean answerBegun;
    private int inProgress;
    private boolean bodyStreamed;

    /** The streams of HTTP/2 whose request bodies are read as streams. */
    private final Set<Integer> streamedBodies = new HashSet<>();

    /**
     * Creates the state of a new connection.
     *
     * @param context the place below HTTP and TLS
     * @param responses creates the responses to requests that never reach the HTTP layer
     */
    CallerConnection(ChannelHandlerContext context, Limits limits, RawResponses responses) {
        this.context = context;
        this.limits = limits;
        this.responses = responses;
        context.channel().attr(KEY).set(this);
    }

    /** The connection of a request. */
    static Optional<CallerConnection> of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? Optional.ofNullable(connection.channel().attr(KEY).get())
                : Optional.empty();
    }

    void begins() {
        closeAfter(limits.idle());
    }

    /** Bytes have arrived. The first ones that belong to no request begin the next one. */
    void bytesArrive() {
        if (inProgress == 0 && !bodyOpen && !headBegun) {
            headBegun = true;
            after(limits.head(), this::timedOut);
        }
    }

    void ends() {
        stopTimer();
        stop(stalled);
    }

    /** A client that does not read its responses gets the idle timeout too. */
    void writabilityChanges() {
        if (context.channel().isWritable()) {
            stop(stalled);
        } else {
            watchReading(pendingBytes());
        }
    }

    private void watchReading(long pending) {
        stop(stalled);
        stalled = context.executor()
                .schedule(
                        () -> {
                            long left = pendingBytes();
                            if (pending - left < LEAST_READ_BYTES && !bodyStreamed) {
                                closeNow();
                            } else {
                                watchReading(left);
                            }
                        },
                        limits.idle(),
                        TimeUnit.MILLISECONDS);
    }

    Channel channel() {
        return context.channel();
    }

    long pendingBytes() {
        var buffer = context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void requestBegins() {
        headBegun = false;
        bodyOpen = true;
        inProgress++;
        after(limits.body(), this::timedOut);
    }

    void requestEnds() {
        bodyOpen = false;
        bodyStreamed = false;
        stopTimer();
        expectNext();
    }

    /**
     * The body of a request is read as a stream: it may take any time, and its response need not be read before it has ended.
     *
     * @param stream of HTTP/2; negative for HTTP/1
     */
    void bodyIsStreamed(int stream) {
        if (stream >= 0) {
            streamedBodies.add(stream);
        } else if (bodyOpen) {
            bodyStreamed = true;
            stopTimer();
        }
    }

    /** The response to a request whose body was read as a stream has ended. */
    void streamEnds(int stream) {
        streamedBodies.remove(stream);
    }

    boolean isBodyStreamed(int stream) {
        return streamedBodies.contains(stream);
    }

    void answerBegins() {
        answerBegun = true;
    }

    void answerEnds() {
        answerBegun = false;
        inProgress = Math.max(0, inProgress - 1);
        expectNext();
    }

    /** How many requests have begun and have no complete response. */
    int inProgress() {
        return inProgress;
    }

    /** Whether the only request in progress has no part of a response. */
    boolean isFirstUnanswered() {
        return inProgress == 1 && !answerBegun;
    }

    Limits limits() {
        return limits;
    }

    RawResponses responses() {
        return responses;
    }

    private void expectNext() {
        if (inProgress == 0 && !bodyOpen) {
            closeAfter(limits.idle());
        }
    }

    /** Sends 408 before closing, unless a response has begun or an earlier request still waits for its response. */
    private void timedOut() {
        boolean isNext = bodyOpen ? inProgress == 1 : inProgress == 0;
        if (isNext && !answerBegun) {
            answerAndClose(responses.requestTimeout());
        } else {
            close();
        }
    }

    /** Closes through the pipeline, and a second later below the HTTP layer, which would wait for a client that does not read. */
    void close() {
        context.channel().close();
        closeForSure();
    }

    /** Closes below the HTTP layer. */
    void closeNow() {
        context.close();
    }

    private void closeForSure() {
        context.executor().schedule(this::closeNow, LAST_BYTES_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Writes above TLS, if there is any, and below the encoder, which would take this for the response to another request. */
    void answerAndClose(byte[] answer) {
        var tls = context.pipeline().context(SslHandler.class);
        var encoder = context.pipeline().context(ENCODER);
        if (tls != null && encoder == null) {
            close();
            return;
        }
        closeForSure();
        (encoder == null ? context : encoder)
                .writeAndFlush(Unpooled.wrappedBuffer(answer))
                .addListener(sent -> endOutput());
    }

    /**
     * Closes only the output. Closing the connection immediately could lose the response while the client is sending (RFC 9112, section
     * 9.6).
     */
    private void endOutput() {
        if (context.channel() instanceof DuplexChannel channel
                && context.pipeline().get(SslHandler.class) == null) {
            channel.shutdownOutput();
        }
    }

    private void closeAfter(long millis) {
        after(millis, this::close);
    }

    void after(long millis, Runnable end) {
        stopTimer();
        timer = context.executor().schedule(end, millis, TimeUnit.MILLISECONDS);
    }

    void stopTimer() {
        stop(timer);
    }

    private static void stop(@Nullable ScheduledFuture<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
