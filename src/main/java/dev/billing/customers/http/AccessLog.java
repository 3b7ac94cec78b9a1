package dev.billing.customers.http;

import static io.quarkiverse.loggingjson.providers.KeyValueStructuredArgument.kv;

import dev.billing.customers.api.Call;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

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
        var route = RouteTemplate.current();
        int status = context.response().getStatusCode();
        double millis = Math.round(nanos / NANOS_IN_A_MILLISECOND * 100) / 100.0;
        LOG.infof(
                "%s %s: %d",
                context.request().method(),
                route,
                status,
                kv("business", context.get(Call.BUSINESS)),
                kv("key", context.get(Call.KEY)),
                kv("client", Call.client(context)),
                kv("method", context.request().method().name()),
                kv("route", route),
                kv("status", status),
                kv("duration_ms", millis));
    }
}
