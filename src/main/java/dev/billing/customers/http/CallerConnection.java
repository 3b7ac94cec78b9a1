package dev.billing.customers.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connection of one caller, as seen below HTTP: it ends if a request does not arrive in time. Vert.x limits how long a connection is
 * silent, which does not help against callers that send a byte now and then.
 *
 * <p>It stands first in the connection's pipeline and sees bytes. A {@link Requests} behind the decoder tells it when requests begin and
 * answers end. All of it runs on the connection's event loop.
 */
final class CallerConnection extends ChannelInboundHandlerAdapter {

    /**
     * How long a caller may take, in milliseconds.
     *
     * @param head from the first byte of a request until its head is complete
     * @param body from then on until its body is
     * @param idle without a request
     */
    record Limits(long head, long body, long idle) {}

    /** Vert.x's names in the pipeline. */
    private static final String UPGRADE_HANDLER = "h2c";

    private static final String HTTP_HANDLER = "handler";

    private final Limits limits;
    private final Supplier<ByteBuf> timedOut;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> timer;
    private boolean headBegun;
    private boolean bodyOpen;
    private boolean answerBegun;
    private int inProgress;

    /**
     * A connection that was just accepted.
     *
     * @param timedOut writes the answer to a request that did not arrive in time
     */
    CallerConnection(Limits limits, Supplier<ByteBuf> timedOut) {
        this.limits = limits;
        this.timedOut = timedOut;
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
        inactive.fireChannelInactive();
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

    /** Tells the caller, unless the request was answered before it was complete. Below TLS nothing can be written that can be read. */
    private void timedOut() {
        boolean answered = answerBegun || bodyOpen && inProgress == 0;
        if (answered || context.pipeline().get(SslHandler.class) != null) {
            context.channel().close();
        } else {
            context.writeAndFlush(timedOut.get()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void closeAfter(long millis) {
        after(millis, () -> context.channel().close());
    }

    private void after(long millis, Runnable end) {
        stopTimer();
        timer = context.executor().schedule(end, millis, TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Waits at the end of the pipeline for Vert.x to know which protocol the caller speaks, and then sees to it that it is watched. */
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
     * Closes an HTTP/2 connection on which no stream was opened for too long, whatever other frames come, and one with a stream whose
     * request does not end. It looks now and then, so both take a little longer than their limits.
     */
    private final class Streams {

        private final Http2Connection connection;
        private final Map<Integer, Long> unfinished = new HashMap<>();
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
            boolean late = isOver(now, idleSince, limits.idle())
                    || unfinished(now).stream().anyMatch(since -> isOver(now, since, limits.body()));
            if (late) {
                context.channel().close();
            } else {
                watch();
            }
        }

        /** When the streams were first seen whose requests have not ended. */
        private Collection<Long> unfinished(long now) {
            var seen = new HashMap<Integer, Long>();
            for (var stream : open()) {
                seen.put(stream.id(), unfinished.getOrDefault(stream.id(), now));
            }
            unfinished.clear();
            unfinished.putAll(seen);
            return seen.values();
        }

        private List<Http2Stream> open() {
            var open = new ArrayList<Http2Stream>();
            try {
                connection.forEachActiveStream(stream -> {
                    if (stream.state().remoteSideOpen()) {
                        open.add(stream);
                    }
                    return true;
                });
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
            return open;
        }

        private boolean isOver(long now, long since, long millis) {
            return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    /** Sees the requests and answers of HTTP/1. */
    private final class Requests extends ChannelDuplexHandler {

        private boolean interim;

        @Override
        public void channelRead(ChannelHandlerContext reading, Object message) {
            if (message instanceof HttpRequest request) {
                requestBegins();
                refuseUpgrade(request);
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
        }

        /**
         * Takes the offer to go on with HTTP/2 out of a request, which is answered by HTTP/1.1 then (RFC 9110, section 7.8). Proxies in
         * between do not see what comes behind such an upgrade, and RFC 9113 has dropped it.
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
