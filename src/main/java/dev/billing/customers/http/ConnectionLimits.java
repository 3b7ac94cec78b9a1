package dev.billing.customers.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits client connections on all ports: their number, and how long each may take to send a request ({@link CallerConnection}). On
 * shutdown, connections that were accepted still get their responses.
 *
 * <p>This uses Netty directly. Neither Quarkus nor Vert.x 4 has these limits, or gives access to a connection before its first request.
 */
@ApplicationScoped
class ConnectionLimits {

    private static final String ACCEPTING = ConnectionLimits.class.getName();
    private static final long LAST_REQUESTS_MILLIS = 1000;
    private static final long LOOK_FOR_PORTS_MILLIS = 20;

    private final VertxInternal vertx;
    private final CallerConnection.Limits limits;
    private final int max;
    private final RawResponses responses;
    private final ShutdownSettings shutdown;
    private final int managementPort;
    private final Set<Channel> listening = ConcurrentHashMap.newKeySet();
    private final List<Future<?>> looking = new ArrayList<>();

    ConnectionLimits(
            Vertx vertx,
            HttpSettings settings,
            RawResponses responses,
            ShutdownSettings shutdown,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.managementPort = managementPort;
        this.vertx = (VertxInternal) vertx;
        this.limits = new CallerConnection.Limits(
                settings.headTimeout().toMillis(),
                settings.bodyTimeout().toMillis(),
                settings.idleTimeout().toMillis());
        this.max = settings.maxConnections();
        this.responses = responses;
        this.shutdown = shutdown;
    }

    /**
     * Ports open after this event, and again when dev mode restarts the service, so the event loops look for new ports periodically. The
     * tasks stop with the loops, even if the start fails and there is no {@link ShutdownEvent}.
     */
    void start(@Observes StartupEvent starting) {
        for (EventExecutor loop : vertx.getAcceptorEventLoopGroup()) {
            looking.add(loop.scheduleAtFixedRate(
                    () -> guard((SingleThreadEventLoop) loop), 0, LOOK_FOR_PORTS_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /**
     * Stops accepting API connections shortly before the shutdown delay ends, so that every accepted connection gets its response.
     * The few that arrive at the very moment when the port closes are reset.
     */
    void leave(@Observes ShutdownDelayInitiatedEvent leaving) {
        long delay = shutdown.delay().toMillis();
        // Dev mode keeps its ports when it restarts the service.
        if (delay == 0) {
            return;
        }
        vertx.setTimer(
                Math.max(1, delay - Math.min(LAST_REQUESTS_MILLIS, delay / 2)),
                due -> listening.stream().filter(this::isOfApi).forEach(Channel::close));
    }

    void stop(@Observes ShutdownEvent ended) {
        looking.forEach(task -> task.cancel(false));
    }

    private boolean isOfApi(Channel channel) {
        return !(channel.localAddress() instanceof InetSocketAddress address && address.getPort() == managementPort);
    }

    /** Runs on the event loop. Dev mode keeps its ports when it restarts the service, so an older handler is replaced. */
    private void guard(SingleThreadEventLoop loop) {
        loop.registeredChannelsIterator().forEachRemaining(channel -> {
            if (channel instanceof ServerChannel && listening.add(channel)) {
                if (channel.pipeline().get(ACCEPTING) != null) {
                    channel.pipeline().remove(ACCEPTING);
                }
                channel.pipeline().addFirst(ACCEPTING, new Accepting());
                channel.closeFuture().addListener(closed -> listening.remove(channel));
            }
        });
    }

    /** Handles the new connections of one port. */
    private final class Accepting extends ChannelInboundHandlerAdapter {

        private final AtomicInteger open = new AtomicInteger();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var channel = (Channel) message;
            if (open.incrementAndGet() > max) {
                open.decrementAndGet();
                channel.unsafe().closeForcibly();
                return;
            }
            channel.closeFuture().addListener(closed -> open.decrementAndGet());
            channel.pipeline().addLast(ACCEPTING, new CallerBytes(limits, responses));
            context.fireChannelRead(message);
        }
    }
}
