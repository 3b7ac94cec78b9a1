package dev.billing.customers.http;

import dev.billing.customers.api.RequestId;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a client connection if a request does not arrive in time. Vert.x only has an idle timeout, which does not stop clients that send
 * a byte now and then.
 *
 * <p>This is the first handler in the Netty pipeline and sees raw bytes. {@link Requests}, placed after the decoder, tells it when
 * requests begin and responses end. Everything runs on the connection's event loop.
 */
final class CallerConnection extends ChannelInboundHandlerAdapter {

    /**
     * Timeouts in milliseconds.
     *
     * @param head from the first byte of a request until its headers are complete
     * @param body from then on until its body is complete
     * @param idle without a request
     */
    record Limits(long head, long body, long idle) {}

    /** Names of Vert.x's handlers in the pipeline. */
    private static final String UPGRADE_HANDLER = "h2c";

    private static final String HTTP_HANDLER = "handler";

    private static final long LAST_BYTES_MILLIS = 1000;

    /** Bytes that a client must read within the idle timeout while responses are pending; otherwise its connection is closed. */
    private static final long LEAST_READ_BYTES = 16_384;

    /** The limits of pipelining: requests without a response, and bytes of responses that are not sent yet. */
    private static final int MAX_PIPELINED = 100;

    private static final long MAX_PENDING_BYTES = 16 << 20;

    private static final String ENCODER = "httpEncoder";

    private final Limits limits;
    private final RawResponses responses;
    private ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> stalled;
    private boolean headBegun;
    private boolean bodyOpen;
    private boolean answerBegun;
    private int inProgress;

    /**
     * Creates the handler for a new connection.
     *
     * @param responses creates the responses to requests that never reach the HTTP layer
     */
    CallerConnection(Limits limits, RawResponses responses) {
        this.limits = limits;
        this.responses = responses;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        active.pipeline().addLast(new Placement());
        closeAfter(limits.idle());
        active.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object bytes) {
        if (inProgress == 0 && !bodyOpen && !headBegun) {
            headBegun = true;
            after(limits.head(), this::timedOut);
        }
        reading.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        stopTimer();
        stop(stalled);
        inactive.fireChannelInactive();
    }

    /** A client that does not read its responses gets the idle timeout too. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (changed.channel().isWritable()) {
            stop(stalled);
        } else {
            watchReading(pendingBytes());
        }
        changed.fireChannelWritabilityChanged();
    }

    private void watchReading(long pending) {
        stop(stalled);
        stalled = context.executor()
                .schedule(
                        () -> {
                            long left = pendingBytes();
                            if (pending - left < LEAST_READ_BYTES) {
                                context.close();
                            } else {
                                watchReading(left);
                            }
                        },
                        limits.idle(),
                        TimeUnit.MILLISECONDS);
    }

    private long pendingBytes() {
        var buffer = context.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private void requestBegins() {
        headBegun = false;
        bodyOpen = true;
        inProgress++;
        after(limits.body(), this::timedOut);
    }

    private void requestEnds() {
        bodyOpen = false;
        stopTimer();
        expectNext();
    }

    private void answerEnds() {
        answerBegun = false;
        inProgress = Math.max(0, inProgress - 1);
        expectNext();
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
    private void close() {
        context.channel().close();
        closeForSure();
    }

    private void closeForSure() {
        context.executor().schedule(() -> context.close(), LAST_BYTES_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Writes above TLS, if there is any, and below the encoder, which would take this for the response to another request. */
    private void answerAndClose(byte[] answer) {
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

    private void after(long millis, Runnable end) {
        stopTimer();
        timer = context.executor().schedule(end, millis, TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        stop(timer);
    }

    private static void stop(@Nullable ScheduledFuture<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    /** Waits at the end of the pipeline until Vert.x has detected the protocol, then starts {@link Requests} or {@link Streams}. */
    private final class Placement extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext reading, Object bytes) {
            var pipeline = reading.pipeline();
            pipeline.remove(this);
            if (pipeline.get(HTTP_HANDLER) instanceof Http2ConnectionHandler http2) {
                stopTimer();
                new Streams(http2.connection()).watch();
            } else if (pipeline.get(UPGRADE_HANDLER) != null) {
                place(pipeline, UPGRADE_HANDLER);
            } else if (pipeline.get(HTTP_HANDLER) != null) {
                place(pipeline, HTTP_HANDLER);
            } else {
                pipeline.addLast(new Placement());
            }
            reading.fireChannelRead(bytes);
        }

        private void place(ChannelPipeline pipeline, String before) {
            pipeline.addBefore(before, Requests.class.getName(), new Requests());
        }
    }

    /**
     * Closes an HTTP/2 connection if no stream is opened within the idle timeout, regardless of other frames, or if a stream does not end
     * in time. It checks periodically, so both take slightly longer than their limits.
     */
    private final class Streams {

        private final Http2Connection connection;
        private Map<Integer, Long> unfinished = new HashMap<>();
        private int newest;
        private long idleSince = System.nanoTime();

        Streams(Http2Connection connection) {
            this.connection = connection;
        }

        void watch() {
            after(limits.head(), this::look);
        }

        private void look() {
            long now = System.nanoTime();
            if (connection.numActiveStreams() > 0 || connection.remote().lastStreamCreated() != newest) {
                idleSince = now;
            }
            newest = connection.remote().lastStreamCreated();
            boolean late = isOver(now, idleSince, limits.idle()) || isAnyLate(now);
            if (late) {
                close();
            } else {
                watch();
            }
        }

        /** Whether any stream has a request that does not end, or a response that the client does not read. */
        private boolean isAnyLate(long now) {
            var seen = new HashMap<Integer, Long>();
            boolean late = false;
            for (var stream : active()) {
                long since = unfinished.getOrDefault(stream.id(), now);
                seen.put(stream.id(), since);
                late |= isOver(now, since, stream.state().remoteSideOpen() ? limits.body() : limits.idle());
            }
            unfinished = seen;
            return late;
        }

        private List<Http2Stream> active() {
            var active = new ArrayList<Http2Stream>();
            try {
                connection.forEachActiveStream(active::add);
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
            return active;
        }

        private boolean isOver(long now, long since, long millis) {
            return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    /** Tracks HTTP/1 requests and responses, and rejects requests with ambiguous framing ({@link Framing}). */
    private final class Requests extends ChannelDuplexHandler {

        private boolean interim;
        private byte @Nullable [] refusal;
        private boolean refused;
        private boolean isOfOpenBody;

        @Override
        public void channelRead(ChannelHandlerContext reading, Object message) {
            if (refusal != null || message instanceof HttpObject part && isRefused(part)) {
                ReferenceCountUtil.release(message);
                return;
            }
            boolean isHead = message instanceof HttpRequest;
            if (isHead && (inProgress >= MAX_PIPELINED || pendingBytes() > MAX_PENDING_BYTES)) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            if (message instanceof HttpRequest request) {
                requestBegins();
                refuseUpgrade(request);
                dropEmptyPort(request.headers());
            }
            if (message instanceof LastHttpContent) {
                requestEnds();
            }
            reading.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
                answerBegun = !interim;
            }
            if (message instanceof LastHttpContent && !interim) {
                answerEnds();
            }
            writing.write(message, promise);
            if (refusal != null) {
                refuseInTurn(refusal);
            }
        }

        /** The error is sent after the responses to earlier requests. If a body is malformed, the error is the response to its request. */
        private boolean isRefused(HttpObject part) {
            var wrong = Framing.refusal(part);
            if (wrong.isEmpty()) {
                return false;
            }
            boolean isHead = part instanceof HttpRequest;
            var id = isHead ? ((HttpRequest) part).headers().get(RequestId.HEADER) : null;
            var answer = responses.refusal(wrong.get(), id);
            refusal = answer;
            isOfOpenBody = !isHead;
            refuseInTurn(answer);
            return true;
        }

        /**
         * Sends the error when all earlier requests have their responses. If the response to a request with a malformed body has already
         * begun, the connection is closed after it instead.
         */
        private void refuseInTurn(byte[] answer) {
            if (!isOfOpenBody && inProgress == 0 || isOfOpenBody && inProgress == 1 && !answerBegun) {
                refuse(answer);
            } else if (isOfOpenBody && inProgress == 0 && !refused) {
                refused = true;
                CallerConnection.this.close();
            }
        }

        private void refuse(byte[] answer) {
            if (refused) {
                return;
            }
            refused = true;
            stopTimer();
            answerAndClose(answer);
        }

        /** Removes an empty port after the host, which RFC 3986, section 3.2.3 allows and Vert.x does not parse. */
        private static void dropEmptyPort(HttpHeaders headers) {
            var host = headers.get(HttpHeaderNames.HOST);
            if (host != null && host.endsWith(":")) {
                headers.set(HttpHeaderNames.HOST, host.substring(0, host.length() - 1));
            }
        }

        /**
         * Removes the offer to upgrade to HTTP/2, so that the request is served over HTTP/1.1 (RFC 9110, section 7.8). Proxies do not see
         * the requests after such an upgrade, and RFC 9113 has removed it.
         */
        private void refuseUpgrade(HttpMessage request) {
            var headers = request.headers();
            if (headers.containsValue(HttpHeaderNames.UPGRADE, "h2c", true)) {
                headers.remove(HttpHeaderNames.UPGRADE);
                headers.remove("HTTP2-Settings");
            }
        }
    }
}
