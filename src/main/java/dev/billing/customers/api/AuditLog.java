package dev.billing.customers.api;

import static io.quarkiverse.loggingjson.providers.KeyValueStructuredArgument.kv;

import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Logs one line for each operator request, even if it is rejected. */
public final class AuditLog {

    private static final Logger LOG = Logger.getLogger("dev.billing.customers.audit");
    private static final String WATCHED = AuditLog.class.getName();

    private AuditLog() {}

    /** Logs the request when it ends. Further calls for the same request do nothing. */
    public static void watch(RoutingContext context) {
        if (context.data().put(WATCHED, true) == null) {
            context.addEndHandler(
                    sent -> log(context, sent.succeeded() && context.response().ended()));
        }
    }

    private static void log(RoutingContext context, boolean answered) {
        var request = context.request();
        var response = context.response();
        MDC.put("requestId", String.valueOf(response.headers().get(RequestId.HEADER)));
        LOG.infof(
                "operator %s %s: %s",
                request.method(),
                request.path(),
                answered ? Integer.toString(response.getStatusCode()) : "not answered",
                kv("method", request.method().name()),
                kv("path", request.path()),
                kv("status", response.getStatusCode()),
                kv("client", Call.client(context)));
    }
}
