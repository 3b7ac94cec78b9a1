package dev.billing.customers.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;

/** Waits at the end of the pipeline until Vert.x has detected the protocol, then starts {@link Http1Requests} or {@link Http2Streams}. */
final class Placement extends ChannelInboundHandlerAdapter {

    /** Names of Vert.x's handlers in the pipeline. */
    private static final String UPGRADE_HANDLER = "h2c";

    private static final String HTTP_HANDLER = "handler";

    private final CallerConnection caller;

    Placement(CallerConnection caller) {
        this.caller = caller;
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object bytes) {
        var pipeline = reading.pipeline();
        pipeline.remove(this);
        if (pipeline.get(HTTP_HANDLER) instanceof Http2ConnectionHandler http2) {
            caller.stopTimer();
            new Http2Streams(caller, http2.connection()).watch();
        } else if (pipeline.get(UPGRADE_HANDLER) != null) {
            place(pipeline, UPGRADE_HANDLER);
        } else if (pipeline.get(HTTP_HANDLER) != null) {
            place(pipeline, HTTP_HANDLER);
        } else {
            pipeline.addLast(new Placement(caller));
        }
        reading.fireChannelRead(bytes);
    }

    private void place(ChannelPipeline pipeline, String before) {
        pipeline.addBefore(before, Http1Requests.class.getName(), new Http1Requests(caller));
    }
}
