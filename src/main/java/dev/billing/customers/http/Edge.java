package dev.billing.customers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.ErrorAnswers;
import dev.billing.customers.error.FailureLog;
import dev.billing.customers.error.Failures;
import dev.billing.customers.query.Parameters;
import dev.billing.customers.query.Uris;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * What happens before and around the REST layer, for every request: a request id, the refusals that need no resource, and
 * the contract's error body for failures that never reach one.
 */
@ApplicationScoped
public class Edge {

    /** The header of a request's id. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final ApiException BROKEN_PATH = ApiException.invalid("The percent encoding of the path is broken.");
    private static final ApiException NO_HOST = ApiException.invalid("The Host header is missing or unreadable.");
    private static final ApiException FOREIGN_ORIGIN =
            new ApiException(403, "Scripts of this Origin may not call the service.", null);
    private static final ApiException ENCODED_BODY =
            new ApiException(415, "Send the body as it is: a Content-Encoding other than identity is not read.", null);
    /** Below this path are pages of the service itself: its description, and on the management port its state. */
    private static final String OWN_PAGES = "/q/";

    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final long LINGER_MILLIS = 2000;
    private static final int BEFORE_ALL_OTHERS = 1000;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int[] STATUSES = {400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 429, 431, 500, 503};

    private final ObjectWriter compact;
    private final ObjectWriter pretty;
    private final boolean httpsOnly;
    private final long bodyTimeout;
    private final Optional<String> publicUrl;
    private final ShutdownSettings shutdown;
    private final AccessLog accessLog;
    private final FailureLog failures;
    private final CrossOrigin crossOrigin;
    private volatile boolean leaving;

    Edge(
            ObjectMapper json,
            HttpSettings settings,
            ShutdownSettings shutdown,
            AccessLog accessLog,
            FailureLog failures,
            CrossOrigin crossOrigin) {
        this.failures = failures;
        this.crossOrigin = crossOrigin;
        this.compact = json.writer();
        this.pretty = json.writerWithDefaultPrettyPrinter();
        this.httpsOnly = settings.httpsOnly();
        this.bodyTimeout = settings.bodyTimeout().toMillis();
        this.publicUrl = settings.publicUrl().map(Exchange::withoutSlash);
        this.shutdown = shutdown;
        this.accessLog = accessLog;
    }

    /** The URL under which callers reach this service, without a slash at its end, where it is not the one that they used. */
    Optional<String> publicUrl() {
        return publicUrl;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::receive, BEFORE_ALL_OTHERS);
    }

    void routes(@Observes Router router) {
        answerFailures(router);
    }

    void managementRoutes(@Observes ManagementInterface management) {
        var router = management.router();
        router.route().order(Integer.MIN_VALUE).handler(exchange -> {
            identify(exchange);
            exchange.next();
        });
        answerFailures(router);
    }

    /** Ends a request with the contract's error body, its status and the headers that the status requires. */
    public void answer(RoutingContext exchange, Throwable failure) {
        var explained = Failures.explain(failure);
        failures.log(failure, explained.status());
        answer(exchange, explained);
    }

    /** From now on callers are sent to other instances, one connection after the other, while none is refused. */
    void leave(@Observes ShutdownDelayInitiatedEvent end) {
        leaving = true;
        Log.infof(
                "Leaving: requests are taken for another %s, and then have %s to end",
                shutdown.delay(), shutdown.timeout());
    }

    private void receive(RoutingContext exchange) {
        Routes.begin();
        identify(exchange);
        accessLog.watch(exchange);
        var request = exchange.request();
        if (request.version() != HttpVersion.HTTP_2) {
            exchange.addHeadersEndHandler(ready -> announceClose(exchange));
            exchange.addEndHandler(sent -> closeBehindTooLargeBody(exchange));
        } else {
            limitBody(exchange);
            if (leaving) {
                exchange.addEndHandler(sent -> request.connection().goAway(0));
            }
        }
        if (httpsOnly && !"https".equals(request.scheme())) {
            answer(exchange, new ApiException(403, "Use https: this service refuses plain HTTP.", null));
        } else if (tooLarge(request)) {
            answer(exchange, Failures.ofStatus(TOO_LARGE));
        } else if (!Uris.isEscaped(request.path())) {
            answer(exchange, BROKEN_PATH);
        } else if (!Uris.isPlainPath(request.path())) {
            answer(exchange, Failures.ofStatus(NOT_FOUND));
        } else if (!isIdentity(request.getHeader(HttpHeaders.CONTENT_ENCODING))) {
            answer(exchange, ENCODED_BODY);
        } else if (crossOrigin.isRefused(request)) {
            answer(exchange, FOREIGN_ORIGIN);
        } else if (publicUrl.isEmpty() && !Exchange.hasOrigin(request)) {
            // Before anything is done: every answer with a link needs it.
            answer(exchange, NO_HOST);
        } else {
            readParameters(exchange);
        }
    }

    private static boolean isIdentity(String encoding) {
        return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
    }

    /** Answers 408 if the body of an HTTP/2 request does not arrive in time; {@link CallerConnection} does it for HTTP/1. */
    private void limitBody(RoutingContext exchange) {
        var request = exchange.request();
        if (request.isEnded()) {
            return;
        }
        long timer = exchange.vertx().setTimer(bodyTimeout, due -> {
            if (!request.isEnded() && !exchange.response().headWritten()) {
                exchange.addEndHandler(sent -> request.response().reset());
                answer(exchange, Failures.ofStatus(REQUEST_TIMEOUT));
            }
        });
        exchange.addEndHandler(sent -> exchange.vertx().cancelTimer(timer));
    }

    private void readParameters(RoutingContext exchange) {
        try {
            exchange.put(
                    Exchange.PARAMETERS, Parameters.parse(exchange.request().query()));
        } catch (ApiException broken) {
            answer(exchange, broken);
            return;
        }
        exchange.next();
    }

    private boolean tooLarge(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > InputReader.MAX_BYTES;
    }

    private void announceClose(RoutingContext exchange) {
        if (leaving || exchange.response().getStatusCode() == TOO_LARGE) {
            exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /**
     * The rest of a body that is too large is not wanted, so its connection cannot serve another request. It is closed when
     * the body ends or after a while: closing it at once would take the answer from a caller that is still sending.
     */
    private static void closeBehindTooLargeBody(RoutingContext exchange) {
        var request = exchange.request();
        if (exchange.response().getStatusCode() != TOO_LARGE) {
            return;
        }
        var connection = request.connection();
        if (request.isEnded()) {
            connection.close();
        } else {
            request.handler(discarded -> {})
                    .endHandler(end -> connection.close())
                    .resume();
            exchange.vertx().setTimer(LINGER_MILLIS, over -> connection.close());
        }
    }

    /** Ids are for finding log lines. Nobody gains by guessing one, so they need no secure random numbers, which cost more. */
    private static String randomId() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The id that a caller sent, if it is a sane one, or a new one. */
    static String requestId(String sent) {
        return sent != null && SANE_REQUEST_ID.matcher(sent).matches() ? sent : randomId();
    }

    private static void identify(RoutingContext exchange) {
        var id = requestId(exchange.request().getHeader(REQUEST_ID));
        exchange.response().putHeader(REQUEST_ID, id);
        if (!exchange.request().path().startsWith(OWN_PAGES)) {
            exchange.response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff");
        }
        MDC.put("requestId", id);
    }

    private void answerFailures(Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        for (int status : STATUSES) {
            router.errorHandler(status, this::failed);
        }
    }

    private void failed(RoutingContext exchange) {
        var response = exchange.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (!response.headers().contains(REQUEST_ID)) {
            Routes.begin();
            identify(exchange);
        }
        if (!Uris.isEscaped(exchange.request().path())) {
            answer(exchange, BROKEN_PATH);
        } else if (exchange.failure() != null && exchange.statusCode() == 500) {
            answer(exchange, exchange.failure());
        } else {
            answer(exchange, Failures.ofStatus(exchange.statusCode()));
        }
    }

    private void answer(RoutingContext exchange, ApiException explained) {
        var response = exchange.response().setStatusCode(explained.status());
        ErrorAnswers.headers(explained.status()).forEach(response::putHeader);
        send(exchange, explained.error());
    }

    /** Ends a request with this body, indented where the request asks for it. */
    public void send(RoutingContext exchange, Object body) {
        exchange.response().putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        exchange.response().end(Buffer.buffer(write(exchange, body)));
    }

    /** The JSON of the body that a request is answered with, which is compressed on its way where that pays. */
    byte[] write(RoutingContext exchange, Object body) {
        var json = json(exchange, body);
        Compression.decide(exchange.request(), json.length);
        return json;
    }

    /** The JSON of a body, as the request asks for it. */
    byte[] json(RoutingContext exchange, Object body) {
        if (body instanceof Envelope envelope && envelope.json().isPresent()) {
            return envelope.json().get();
        }
        try {
            return (Exchange.isPretty(exchange) ? pretty : compact).writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
