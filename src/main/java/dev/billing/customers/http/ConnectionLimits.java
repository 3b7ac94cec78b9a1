package dev.billing.customers.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The limits of callers' connections, on all ports: how many there are, and how long each may take to send a request
 * ({@link CallerConnection}). When the service ends, those that have sent one get their answer.
 *
 * <p>Neither Quarkus nor Vert.x 4 has these limits, nor a way to reach a connection before its first request; Netty, below them, has.
 */
@ApplicationScoped
class ConnectionLimits {

    private static final String ACCEPTING = ConnectionLimits.class.getName();
    private static final long NEWCOMERS_MILLIS = 1000;
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final VertxInternal vertx;
    private final CallerConnection.Limits limits;
    private final int max;
    private final RawAnswers answers;
    private final ShutdownSettings shutdown;
    private final List<Channel> listening = new ArrayList<>();
    private final Set<CallerConnection> connections = ConcurrentHashMap.newKeySet();

    ConnectionLimits(Vertx vertx, HttpSettings settings, RawAnswers answers, ShutdownSettings shutdown) {
        this.vertx = (VertxInternal) vertx;
        this.limits = new CallerConnection.Limits(
                settings.headTimeout().toMillis(), settings.idleTimeout().toMillis());
        this.max = settings.maxConnections();
        this.answers = answers;
        this.shutdown = shutdown;
    }

    /** The ports are open by now. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            try {
                listening.addAll(executor.submit(() -> guard((SingleThreadEventLoop) executor))
                        .get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Accepts no more connections, and gives those that are open the time to be answered. Connections whose callers were told before
     * that the service ends, and who send nothing, are closed behind this.
     */
    void end(@Observes ShutdownEvent ending) {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        long start = System.nanoTime();
        await(start, NEWCOMERS_MILLIS, CallerConnection::isAwaited);
        await(start, shutdown.timeout().toMillis(), CallerConnection::isAnswering);
    }

    private void await(long start, long millis, Predicate<CallerConnection> unfinished) {
        while (connections.stream().anyMatch(unfinished)
                && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Runs on the loop. Dev mode keeps its ports when it restarts the service; the limits are then those of the new one. */
    private List<Channel> guard(SingleThreadEventLoop loop) {
        var found = new ArrayList<Channel>();
        loop.registeredChannelsIterator().forEachRemaining(channel -> {
            if (channel instanceof ServerChannel) {
                if (channel.pipeline().get(ACCEPTING) != null) {
                    channel.pipeline().remove(ACCEPTING);
                }
                channel.pipeline().addFirst(ACCEPTING, new Accepting());
                found.add(channel);
            }
        });
        return found;
    }

    /** Sees the new connections of one port. */
    private final class Accepting extends ChannelInboundHandlerAdapter {

        private final Set<CallerConnection> here = ConcurrentHashMap.newKeySet();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var channel = (Channel) message;
            if (here.size() >= max) {
                channel.unsafe().closeForcibly();
                return;
            }
            var connection = new CallerConnection(limits, () -> Unpooled.wrappedBuffer(answers.requestTimeout()));
            here.add(connection);
            connections.add(connection);
            channel.closeFuture().addListener(closed -> {
                here.remove(connection);
                connections.remove(connection);
            });
            channel.pipeline().addLast(ACCEPTING, connection);
            context.fireChannelRead(message);
        }
    }
}
