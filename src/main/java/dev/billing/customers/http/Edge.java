package dev.billing.customers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.ErrorAnswers;
import dev.billing.customers.error.Failures;
import dev.billing.customers.query.Parameters;
import dev.billing.customers.query.Uris;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.util.UUID;
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
    private static final int BEFORE_ALL_OTHERS = 1000;
    private static final int[] STATUSES = {400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 431, 500, 503};

    private final ObjectMapper json;
    private final boolean httpsOnly;

    Edge(ObjectMapper json, HttpSettings settings) {
        this.json = json;
        this.httpsOnly = settings.httpsOnly();
    }

    void filter(@Observes Filters filters) {
        filters.register(this::receive, BEFORE_ALL_OTHERS);
    }

    void routes(@Observes Router router) {
        answerFailures(router);
    }

    void managementRoutes(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(exchange -> {
            identify(exchange);
            exchange.next();
        });
        answerFailures(management.router());
    }

    /** Ends a request with the contract's error body, its status and the headers that the status requires. */
    public void answer(RoutingContext exchange, Throwable failure) {
        var explained = Failures.explain(failure);
        ErrorAnswers.log(failure, explained.status());
        answer(exchange, explained);
    }

    private void receive(RoutingContext exchange) {
        identify(exchange);
        var request = exchange.request();
        if (httpsOnly && !"https".equals(request.scheme())) {
            answer(exchange, new ApiException(403, "Use https: this service refuses plain HTTP.", null));
        } else if (tooLarge(request)) {
            answer(exchange, Failures.ofStatus(413));
        } else if (!Uris.isEscaped(request.path())) {
            answer(exchange, BROKEN_PATH);
        } else {
            readParameters(exchange);
        }
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

    private static void identify(RoutingContext exchange) {
        var sent = exchange.request().getHeader(REQUEST_ID);
        var id = sent != null && SANE_REQUEST_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        exchange.response().putHeader(REQUEST_ID, id);
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
        response.putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        response.end(write(exchange, explained.error()));
    }

    /** The JSON of an answer, indented where the request asks for it. */
    public String write(RoutingContext exchange, Object entity) {
        try {
            boolean pretty = Exchange.isPretty(exchange);
            return (pretty ? json.writerWithDefaultPrettyPrinter() : json.writer()).writeValueAsString(entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
