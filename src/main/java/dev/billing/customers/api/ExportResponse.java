package dev.billing.customers.api;

import dev.billing.customers.database.Deadline;
import dev.billing.customers.database.ExportEndedException;
import dev.billing.customers.query.Lines;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The response with an export: takes a portion of rows as soon as the client has taken the last one. Only a complete export has the
 * trailer with the number of its rows (RFC 9110, section 6.5). What fails after the head of the response cuts it off: a connection of
 * HTTP/1.1 is closed before the last chunk, and a stream of HTTP/2 is reset.
 *
 * <p>Everything runs on the Vert.x context of the request.
 */
final class ExportResponse implements MultiSubscriber<List<?>> {

    /** The trailer with the number of rows. */
    static final String ROWS = "X-Rows";

    private static final Logger LOG = Logger.getLogger(ExportResponse.class);
    private static final long CHECK_MILLIS = 2000;
    private static final long INTERNAL_ERROR = 2;

    private final ContextInternal context = (ContextInternal) Vertx.currentContext();
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Lines lines;
    private final CallerCheck callers;
    private final Consumer<String> ended;
    private Flow.@Nullable Subscription rows;
    private @Nullable ScheduledFuture<?> check;
    private long count;
    private boolean isRequested;
    private boolean isOver;

    /**
     * Creates the response to a request.
     *
     * @param ended called once, with {@code complete}, {@code cut} or {@code left} if the client has hung up
     */
    ExportResponse(RoutingContext request, Lines lines, CallerCheck callers, Consumer<String> ended) {
        this.request = request;
        this.response = request.response();
        this.lines = lines;
        this.callers = callers;
        this.ended = ended;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        rows = subscription;
        if (response.closed()) {
            left();
            return;
        }
        response.setChunked(true);
        if (isHttp2()) {
            // Its compression does not end a body that is followed by trailers.
            Compression.prevent(request.request());
        }
        LongResponses.begin(request.request());
        request.addEndHandler(sent -> left());
        response.drainHandler(drained -> next());
        checkLater();
        next();
    }

    /** Requests a portion, unless the client has not taken the last one. */
    private void next() {
        if (!isOver && !isRequested && rows != null && !response.writeQueueFull()) {
            isRequested = true;
            rows.request(1);
        }
    }

    @Override
    public void onItem(List<?> portion) {
        if (isOver) {
            return;
        }
        isRequested = false;
        try {
            for (var row : portion) {
                lines.write((TableRow<?>) row);
            }
        } catch (RuntimeException broken) {
            cut(broken);
            return;
        }
        count += portion.size();
        response.write(Buffer.buffer(lines.take()));
        next();
    }

    @Override
    public void onCompletion() {
        if (isOver) {
            return;
        }
        end();
        response.putTrailer(ROWS, Long.toString(count));
        response.end(Buffer.buffer(lines.take()));
        ended.accept("complete");
    }

    @Override
    public void onFailure(Throwable failure) {
        if (!isOver) {
            cut(failure);
        }
    }

    private void left() {
        if (!isOver) {
            end();
            cancel();
            ended.accept("left");
        }
    }

    private void cut(Throwable reason) {
        end();
        cancel();
        if (reason instanceof ExportEndedException) {
            LOG.infof("An export was cut off after %d rows: %s", count, reason.getMessage());
        } else {
            LOG.warnf("An export was cut off after %d rows: %s", count, reason);
        }
        if (isHttp2()) {
            response.reset(INTERNAL_ERROR);
        } else {
            LongResponses.close(request.request());
        }
        ended.accept("cut");
    }

    private boolean isHttp2() {
        return request.request().version() == HttpVersion.HTTP_2;
    }

    private void cancel() {
        if (rows != null) {
            rows.cancel();
        }
    }

    private void end() {
        isOver = true;
        if (check != null) {
            check.cancel(false);
        }
        LongResponses.end(request.request());
    }

    /** Now and then: the key may be revoked meanwhile. */
    private void checkLater() {
        check = context.nettyEventLoop()
                .schedule(() -> context.runOnContext(then -> check()), CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (isOver) {
            return;
        }
        Deadline.renew();
        callers.isValid(request)
                .subscribe()
                .with(isValid -> context.runOnContext(then -> checked(isValid)), failure -> cut(failure));
    }

    private void checked(boolean isValid) {
        if (isOver) {
            return;
        }
        if (isValid) {
            checkLater();
        } else {
            cut(new ExportEndedException("Its API key is no longer valid"));
        }
    }
}
