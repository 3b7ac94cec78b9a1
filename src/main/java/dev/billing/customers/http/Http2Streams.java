package dev.billing.customers.http;

import dev.billing.customers.api.LongResponses;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/2 connection if no stream is opened within the idle timeout, regardless of other frames, or if a stream does not end
 * in time. It checks periodically, so both take slightly longer than their limits.
 */
final class Http2Streams {

    private final CallerConnection caller;
    private final Http2Connection connection;
    private Map<Integer, Long> unfinished = new HashMap<>();
    private int newest;
    private long idleSince = System.nanoTime();

    Http2Streams(CallerConnection caller, Http2Connection connection) {
        this.caller = caller;
        this.connection = connection;
    }

    void watch() {
        caller.after(caller.limits().head(), this::look);
    }

    private void look() {
        long now = System.nanoTime();
        if (connection.numActiveStreams() > 0 || connection.remote().lastStreamCreated() != newest) {
            idleSince = now;
        }
        newest = connection.remote().lastStreamCreated();
        boolean late = isOver(now, idleSince, caller.limits().idle()) || isAnyLate(now);
        if (late) {
            caller.close();
        } else {
            watch();
        }
    }

    /**
     * Whether any stream has a request that does not end, or a response that the client does not read. One that has nothing to send at the
     * moment, such as a stream of events, does not wait for the client.
     */
    private boolean isAnyLate(long now) {
        var seen = new HashMap<Integer, Long>();
        boolean late = false;
        for (var stream : active()) {
            if (isLong(stream) || !isWaitingForClient(stream)) {
                continue;
            }
            long since = unfinished.getOrDefault(stream.id(), now);
            seen.put(stream.id(), since);
            late |= !caller.isBodyStreamed(stream.id())
                    && isOver(
                            now,
                            since,
                            stream.state().remoteSideOpen()
                                    ? caller.limits().body()
                                    : caller.limits().idle());
        }
        unfinished = seen;
        return late;
    }

    private boolean isLong(Http2Stream stream) {
        return !stream.state().remoteSideOpen() && LongResponses.contains(caller.channel(), stream.id());
    }

    private boolean isWaitingForClient(Http2Stream stream) {
        return stream.state().remoteSideOpen()
                || connection.remote().flowController().hasFlowControlled(stream);
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

    private static boolean isOver(long now, long since, long millis) {
        return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
