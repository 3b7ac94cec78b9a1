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
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connection of one caller, as seen below HTTP: it ends if no complete request head comes in time. Vert.x limits how long a connection
 * is silent, which does not help against callers that send a byte now and then.
 *
 * <p>It stands first in the connection's pipeline and sees bytes. A {@link Requests} behind the decoder tells it when requests begin and
 * answers end. All of it runs on the connection's event loop.
 */
final class CallerConnection extends ChannelInboundHandlerAdapter {

    /**
     * How long a caller may take, in milliseconds.
     *
     * @param head from the first byte of a request until its head is complete
     * @param idle without a request
     */
    record Limits(long head, long idle) {}

    /** Vert.x's names in the pipeline. */
    private static final String UPGRADE_HANDLER = "h2c";

    private static final String HTTP_HANDLER = "handler";

    private final Limits limits;
    private final Supplier<ByteBuf> timedOut;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> timer;
    private boolean headBegun;
    private volatile int inProgress;
    private volatile boolean heardOf;

    /**
     * A connection that was just accepted.
     *
     * @param timedOut writes the answer to a head that did not arrive in time
     */
    CallerConnection(Limits limits, Supplier<ByteBuf> timedOut) {
        this.limits = limits;
        this.timedOut = timedOut;
    }

    /** Whether a request is being answered. */
    boolean isAnswering() {
        return inProgress > 0;
    }

    /** Whether a request is being answered, or can be expected because none has come yet. */
    boolean isAwaited() {
        return isAnswering() || !heardOf;
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
        if (inProgress == 0 && !headBegun) {
            headBegun = true;
            after(limits.head(), this::headTimedOut);
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
        heardOf = true;
        inProgress++;
        stopTimer();
    }

    private void answerEnds() {
        inProgress = Math.max(0, inProgress - 1);
        if (inProgress == 0) {
            closeAfter(limits.idle());
        }
    }

    private void headTimedOut() {
        // Below TLS nothing can be written that the caller could read.
        if (context.pipeline().get(SslHandler.class) == null) {
            context.writeAndFlush(timedOut.get()).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.channel().close();
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
                watchStreams(http2, http2.connection().remote().lastStreamCreated(), System.nanoTime());
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

    /** Closes an HTTP/2 connection on which no stream was opened for too long, whatever other frames come. */
    private void watchStreams(Http2ConnectionHandler http2, int lastStream, long idleSince) {
        after(limits.head(), () -> {
            var connection = http2.connection();
            int newest = connection.remote().lastStreamCreated();
            boolean active = connection.numActiveStreams() > 0 || newest != lastStream;
            heardOf = true;
            long since = active ? System.nanoTime() : idleSince;
            if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(limits.idle())) {
                context.channel().close();
            } else {
                watchStreams(http2, newest, since);
            }
        });
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
            reading.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
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
