package dev.billing.customers.http;

import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.RouteResponses;
import dev.billing.customers.api.StreamedBody;
import dev.billing.customers.error.Failures;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Limits the size (413) and the duration (408) of request bodies. */
@ApplicationScoped
class BodyLimits {

    static final int TOO_LARGE = 413;

    private static final int BAD_REQUEST = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final long LINGER_MILLIS = 2000;

    private final RouteResponses responses;
    private final long timeout;

    BodyLimits(RouteResponses responses, HttpSettings settings) {
        this.responses = responses;
        this.timeout = settings.bodyTimeout().toMillis();
    }

    /** Whether the Content-Length exceeds the maximum body size. */
    static boolean isTooLarge(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > InputBodyReader.MAX_BYTES;
    }

    /** Applies the limits to a new request. */
    void watch(RoutingContext context) {
        if (StreamedBody.isPossible(context.request())) {
            watchStream(context);
        }
        if (context.request().version() == HttpVersion.HTTP_2) {
            limitTime(context);
        } else {
            context.addHeadersEndHandler(ready -> announceClose(context));
            context.addEndHandler(sent -> close(context));
        }
    }

    /** Lets the body wait until somebody reads it, and takes its limit of time away then. */
    private static void watchStream(RoutingContext context) {
        var request = context.request();
        request.pause();
        StreamedBody.whenBegun(context, () -> CallerConnection.of(request).ifPresent(caller -> {
            caller.bodyIsStreamed(request.streamId());
            context.addEndHandler(sent -> caller.streamEnds(request.streamId()));
        }));
    }

    /** Sends 408 if the body of an HTTP/2 request does not arrive in time. For HTTP/1, {@link CallerConnection} does this. */
    private void limitTime(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            return;
        }
        long timer = context.vertx().setTimer(timeout, due -> {
            boolean isStreamed = CallerConnection.of(request)
                    .filter(caller -> caller.isBodyStreamed(request.streamId()))
                    .isPresent();
            if (!isStreamed && !request.isEnded() && !context.response().headWritten()) {
                context.addEndHandler(sent -> request.response().reset());
                responses.fail(context, Failures.ofStatus(REQUEST_TIMEOUT));
            }
        });
        context.addEndHandler(sent -> {
            context.vertx().cancelTimer(timer);
            if (StreamedBody.isPossible(request) && !request.isEnded()) {
                request.response().reset(0);
            }
        });
    }

    private static void announceClose(RoutingContext context) {
        int status = context.response().getStatusCode();
        if (status == TOO_LARGE || status >= BAD_REQUEST && isUnreadStream(context)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /**
     * After a 413, or behind a stream that is read no further, discards the rest of the body and closes the connection when the body ends,
     * or after two seconds. Closing it immediately could lose the response if the client is still sending. A client that was not told so may
     * go on with its next request if the body ends in time.
     */
    private static void close(RoutingContext context) {
        if (context.response().getStatusCode() != TOO_LARGE && !isUnreadStream(context)) {
            return;
        }
        var request = context.request();
        var connection = request.connection();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        boolean isAnnounced = context.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
        long timer = context.vertx().setTimer(LINGER_MILLIS, over -> connection.close());
        request.exceptionHandler(lost -> {})
                .handler(discarded -> {})
                .endHandler(end -> {
                    context.vertx().cancelTimer(timer);
                    if (isAnnounced) {
                        connection.close();
                    }
                })
                .resume();
    }

    private static boolean isUnreadStream(RoutingContext context) {
        return StreamedBody.isPossible(context.request()) && !context.request().isEnded();
    }
}
