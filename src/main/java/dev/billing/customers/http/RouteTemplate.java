package dev.billing.customers.http;

import io.vertx.core.Vertx;

/**
 * The template of a request's path, such as {@code /customers/{id}}, for metrics and logs. The REST layer stores it in the context when
 * it matches a resource. An unmatched request has no template; its path is not used instead, because clients can send any number of
 * paths.
 */
final class RouteTemplate {

    /** The template of requests that match no resource. */
    static final String NONE = "none";

    /** A path that quarkus.micrometer.binder.http-server.ignore-patterns leaves out. */
    private static final String NOT_COUNTED = "/q/warm-up";

    /** The context key that Quarkus' metrics read. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private RouteTemplate() {}

    /** Marks a new request as unmatched; the REST layer overwrites this. */
    static void begin() {
        Vertx.currentContext().putLocal(TEMPLATE, NONE);
    }

    /** Hides the current request from metrics. */
    static void hide() {
        Vertx.currentContext().putLocal(TEMPLATE, NOT_COUNTED);
    }

    static String current() {
        String template = Vertx.currentContext().getLocal(TEMPLATE);
        return template == null ? NONE : template;
    }
}
