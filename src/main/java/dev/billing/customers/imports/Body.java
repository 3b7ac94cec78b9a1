package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, taken piece by piece: the next one is asked for when the one before has been used, so that the client waits as long
 * as nobody wants more. Everything runs on the request's context.
 */
final class Body implements AutoCloseable {

    private final HttpServerRequest request;
    private final @Nullable Gunzip gunzip;
    private final long maxUnpacked;
    private final Deque<Buffer> arrived = new ArrayDeque<>();
    private boolean isAskedFor;
    private boolean ended;
    private long unpacked;
    private long heardAt = System.nanoTime();

    /**
     * Creates a body that {@link #listen} begins to read.
     *
     * @param isPacked whether it is gzip
     * @param maxUnpacked the most bytes of one that is packed
     */
    Body(HttpServerRequest request, boolean isPacked, long maxUnpacked) {
        this.request = request;
        this.gunzip = isPacked ? new Gunzip() : null;
        this.maxUnpacked = maxUnpacked;
        this.ended = request.isEnded();
    }

    /**
     * Begins to read.
     *
     * @param news called when something has come, or the end
     * @param lost called when the client has gone
     */
    void listen(Runnable news, Runnable lost) {
        if (!ended) {
            request.exceptionHandler(failure -> lost.run());
            request.endHandler(end -> {
                heardAt = System.nanoTime();
                ended = true;
                // In HTTP/1, a request that waits to be asked for more never counts as ended.
                if (!request.isEnded()) {
                    request.resume();
                }
                news.run();
            });
            request.handler(bytes -> {
                heardAt = System.nanoTime();
                isAskedFor = false;
                arrived.add(bytes);
                news.run();
            });
        }
    }

    /**
     * The next bytes, unpacked; null if there are none at the moment. Throws {@link ApiException} 400 for gzip that cannot be read, and 413
     * for too much of it.
     */
    byte @Nullable [] poll() {
        var next = gunzip == null ? packed() : unpacked(gunzip);
        if (next == null && !ended && !isAskedFor) {
            isAskedFor = true;
            request.fetch(1);
            return arrived.isEmpty() ? null : poll();
        }
        return next;
    }

    /** Whether nothing comes after what {@link #poll} has returned. */
    boolean hasEnded() {
        return ended && arrived.isEmpty();
    }

    /** How long nothing has come, in nanoseconds, if something is waited for. */
    long silence(long now) {
        return isAskedFor && !ended ? now - heardAt : 0;
    }

    @Override
    public void close() {
        arrived.clear();
        if (gunzip != null) {
            gunzip.close();
        }
    }

    private byte @Nullable [] packed() {
        var next = arrived.poll();
        return next == null ? null : next.getBytes();
    }

    private byte @Nullable [] unpacked(Gunzip unpacking) {
        while (true) {
            var content = unpacking.poll();
            if (content != null) {
                unpacked += content.length;
                if (unpacked > maxUnpacked) {
                    throw new ApiException(
                            413, "The body is larger than " + maxUnpacked + " bytes when it is unpacked.", null);
                }
                return content;
            }
            var next = packed();
            if (next == null) {
                if (ended) {
                    unpacking.end();
                }
                return null;
            }
            unpacking.add(next);
        }
    }
}
