package dev.billing.customers.http;

import dev.billing.customers.api.Call;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Logs one line for each response: request id, business, key, client, method, route, status and duration, as separate fields in JSON
 * logs. Path, query and body are left out, because they can contain personal data.
 */
@ApplicationScoped
class AccessLog {

    private static final Logger LOG = Logger.getLogger("dev.billing.customers.access");
    private static final double NANOS_IN_A_MILLISECOND = 1e6;

    private final boolean enabled;

    AccessLog(HttpSettings settings) {
        this.enabled = settings.accessLog();
    }

    /** Logs the request when its response has ended. */
    void watch(RoutingContext context) {
        if (enabled) {
            long start = System.nanoTime();
            context.addEndHandler(sent -> log(context, System.nanoTime() - start));
        }
    }

    private static void log(RoutingContext context, long nanos) {
        MDC.put("business", text(context.get(Call.BUSINESS)));
        MDC.put("key", text(context.get(Call.KEY)));
        MDC.put("client", Call.client(context));
        MDC.put("method", context.request().method().name());
        MDC.put("route", RouteTemplate.current());
        MDC.put("status", context.response().getStatusCode());
        MDC.put("duration_ms", Math.round(nanos / NANOS_IN_A_MILLISECOND * 100) / 100.0);
        LOG.info("request");
    }

    private static String text(Object id) {
        return id == null ? "" : id.toString();
    }
}
