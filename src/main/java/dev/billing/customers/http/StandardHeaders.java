package dev.billing.customers.http;

import dev.billing.customers.api.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/** The headers of every response: the request id, and for the API {@code no-store} and {@code nosniff}. */
final class StandardHeaders {

    /** The prefix of Quarkus' own endpoints: the API description, and health and metrics on the management port. */
    private static final String OWN_PAGES = "/q/";

    private StandardHeaders() {}

    /** Sets the headers, and adds the request id to all further log lines of the request. */
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

    static boolean areSet(RoutingContext context) {
        return context.response().headers().contains(RequestId.HEADER);
    }
}
