package dev.billing.customers.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A body of any length that is read as a stream. The limits of other bodies do not hold for it; who reads it limits how long it may take, and
 * how much is kept.
 */
public final class StreamedBody {

    private static final String PATH = "/import";
    private static final String BEGIN = StreamedBody.class.getName();

    private StreamedBody() {}

    /** Whether the operation of this request may read its body as a stream. */
    public static boolean isPossible(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && PublicUrl.withoutSlash(request.path()).endsWith(PATH);
    }

    /** Sets what takes the limits of time from the body of a request, once it is read as a stream. */
    public static void whenBegun(RoutingContext context, Runnable begin) {
        context.put(BEGIN, begin);
    }

    /** The body is read as a stream from now on. */
    public static void begin(RoutingContext context) {
        Runnable begin = context.get(BEGIN);
        if (begin != null) {
            begin.run();
        }
    }
}
