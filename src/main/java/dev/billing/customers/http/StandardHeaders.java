package dev.billing.customers.http;

import dev.billing.customers.api.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/** The headers of every answer: the request's id, and that nothing of the API is kept by caches or taken for another type. */
final class StandardHeaders {

    /** Below this path are pages of the service itself: its description, and on the management port its state. */
    private static final String OWN_PAGES = "/q/";

    private StandardHeaders() {}

    /** Sets them; log lines about the request have its id from now on. */
    static void set(RoutingContext context) {
        var id = RequestId.of(context.request().getHeader(RequestId.HEADER));
        context.response().putHeader(RequestId.HEADER, id);
        if (!context.request().path().startsWith(OWN_PAGES)) {
            context.response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff");
        }
        MDC.put("requestId", id);
    }

    /** Whether they are set. */
    static boolean areSet(RoutingContext context) {
        return context.response().headers().contains(RequestId.HEADER);
    }
}
