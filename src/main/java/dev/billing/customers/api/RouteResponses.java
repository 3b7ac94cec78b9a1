package dev.billing.customers.api;

import dev.billing.customers.error.ApiExceptionMapper;
import dev.billing.customers.error.FailureLog;
import dev.billing.customers.error.Failures;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

/** Sends responses outside the REST layer: from Vert.x routes, and to requests that never reach a resource. */
@ApplicationScoped
public class RouteResponses {

    private final JsonWriter json;
    private final FailureLog log;

    RouteResponses(JsonWriter json, FailureLog log) {
        this.json = json;
        this.log = log;
    }

    /** Sends this body, indented if the request has {@code pretty=1}. */
    public void send(RoutingContext context, Object body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        context.response().end(Buffer.buffer(json.write(context, body)));
    }

    /** Sends the contract's error body, its status and the headers that the status requires. */
    public void fail(RoutingContext context, Throwable failure) {
        var explained = Failures.explain(failure);
        log.log(failure, explained.status());
        var response = context.response().setStatusCode(explained.status());
        ApiExceptionMapper.headers(explained.status()).forEach(response::putHeader);
        send(context, explained.error());
    }
}
