package dev.billing.customers.api;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashSet;
import java.util.Set;

/**
 * The responses of a connection that may take longer than others, because they limit themselves how long they wait for the client. Runs on
 * the connection's event loop.
 */
public final class LongResponses {

    private static final AttributeKey<Set<Integer>> STREAMS = AttributeKey.valueOf(LongResponses.class.getName());

    private LongResponses() {}

    /** A response begins that may take long. */
    static void begin(HttpServerRequest request) {
        var streams = channel(request).attr(STREAMS);
        streams.setIfAbsent(new HashSet<>());
        streams.get().add(request.response().streamId());
    }

    static void end(HttpServerRequest request) {
        var streams = channel(request).attr(STREAMS).get();
        if (streams != null) {
            streams.remove(request.response().streamId());
        }
    }

    /** Whether the response of an HTTP/2 stream may take long. */
    public static boolean contains(Channel connection, int stream) {
        var streams = connection.attr(STREAMS).get();
        return streams != null && streams.contains(stream);
    }

    /** Closes a connection below the HTTP layer, which would wait for a client that does not read. */
    static void close(HttpServerRequest request) {
        var first = channel(request).pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
