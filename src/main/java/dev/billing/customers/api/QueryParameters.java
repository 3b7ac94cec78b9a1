package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.url.Parameters;
import io.vertx.ext.web.RoutingContext;

/** The parameters of a request's query string: read once, before anything looks at the request. */
public final class QueryParameters {

    private static final String KEY = Parameters.class.getName();

    private QueryParameters() {}

    /** Reads them; throws {@link ApiException} 400 if they are unreadable. */
    public static void read(RoutingContext context) {
        context.put(KEY, Parameters.parse(context.request().query()));
    }

    /** Those of a request; null before they are read. */
    static Parameters of(RoutingContext context) {
        return context.get(KEY);
    }
}
