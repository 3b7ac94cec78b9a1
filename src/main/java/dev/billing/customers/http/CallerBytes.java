package dev.billing.customers.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The first handler in the pipeline of a client's connection: it sees raw bytes, and tells {@link CallerConnection} about them. */
final class CallerBytes extends ChannelInboundHandlerAdapter {

    private final CallerConnection.Limits limits;
    private final RawResponses responses;
    private CallerConnection caller;

    CallerBytes(CallerConnection.Limits limits, RawResponses responses) {
        this.limits = limits;
        this.responses = responses;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        caller = new CallerConnection(context, limits, responses);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().addLast(new Placement(caller));
        caller.begins();
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        caller.bytesArrive();
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        caller.writabilityChanges();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        caller.ends();
        context.fireChannelInactive();
    }
}
