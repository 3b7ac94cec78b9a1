package dev.billing.customers.http;

import io.vertx.core.Vertx;

/**
 * The template of a request's path, such as {@code /customers/{id}}, for metrics and logs. The REST layer leaves it in the context
 * when it has found the resource; what never gets there has none, and a path must not take its place: callers make up any number.
 */
final class RouteTemplate {

    /** What requests outside of any resource are counted under. */
    static final String NONE = "none";

    /** Where Quarkus' metrics look for the template. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private RouteTemplate() {}

    /** Marks a new request as unmatched; the REST layer overwrites this. */
    static void begin() {
        Vertx.currentContext().putLocal(TEMPLATE, NONE);
    }

    /** The template of the request that is being handled. */
    static String current() {
        String template = Vertx.currentContext().getLocal(TEMPLATE);
        return template == null ? NONE : template;
    }
}
