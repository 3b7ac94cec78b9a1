package dev.billing.customers.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line for each answer: request id, business and key, client, method, route, status and duration, as fields of their own in JSON logs. It has no
 * path, query or body, where personal data would be.
 */
@ApplicationScoped
class AccessLog {

    private static final Logger LOG = Logger.getLogger("dev.billing.customers.access");
    private static final double NANOS_IN_A_MILLISECOND = 1e6;

    private final boolean enabled;

    AccessLog(HttpSettings settings) {
        this.enabled = settings.accessLog();
    }

    /** Logs the request when it is answered. */
    void watch(RoutingContext exchange) {
        if (enabled) {
            long start = System.nanoTime();
            exchange.addEndHandler(sent -> log(exchange, System.nanoTime() - start));
        }
    }

    private static void log(RoutingContext exchange, long nanos) {
        MDC.put("business", text(exchange.get(Exchange.BUSINESS)));
        MDC.put("key", text(exchange.get(Exchange.KEY)));
        MDC.put("client", Exchange.client(exchange));
        MDC.put("method", exchange.request().method().name());
        MDC.put("route", Routes.current());
        MDC.put("status", exchange.response().getStatusCode());
        MDC.put("duration_ms", Math.round(nanos / NANOS_IN_A_MILLISECOND * 100) / 100.0);
        LOG.info("request");
    }

    private static String text(Object id) {
        return id == null ? "" : id.toString();
    }
}
