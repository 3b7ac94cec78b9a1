package dev.billing.customers.api;

import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One line for each request of an operator, refused or not. */
public final class AuditLog {

    private static final Logger LOG = Logger.getLogger("dev.billing.customers.audit");
    private static final String WATCHED = AuditLog.class.getName();

    private AuditLog() {}

    /** Logs the request when it ends; once, however often it is called. */
    public static void watch(RoutingContext context) {
        if (context.data().put(WATCHED, true) == null) {
            context.addEndHandler(
                    sent -> log(context, sent.succeeded() && context.response().ended()));
        }
    }

    private static void log(RoutingContext context, boolean answered) {
        var request = context.request();
        MDC.put("method", request.method().name());
        MDC.put("path", request.path());
        MDC.put("status", context.response().getStatusCode());
        MDC.put("client", Call.client(context));
        MDC.put("requestId", String.valueOf(context.response().headers().get(RequestId.HEADER)));
        LOG.infof(
                "operator %s %s: %s",
                request.method(),
                request.path(),
                answered ? Integer.toString(context.response().getStatusCode()) : "not answered");
    }
}
