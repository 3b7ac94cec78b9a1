package dev.billing.customers.http;

import dev.billing.customers.api.Call;
import dev.billing.customers.api.ContentEncodings;
import dev.billing.customers.api.Exports;
import dev.billing.customers.api.PublicUrl;
import dev.billing.customers.api.QueryParameters;
import dev.billing.customers.api.RouteResponses;
import dev.billing.customers.api.StreamedBody;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.url.Uris;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The first filter for API requests: assigns the request id, and rejects invalid requests in a fixed order before they reach a resource.
 */
@ApplicationScoped
class FirstFilter {

    private static final int BEFORE_ALL_OTHERS = 1000;
    private static final ApiException PLAIN_HTTP =
            new ApiException(403, "Use https: this service refuses plain HTTP.", null);
    private static final ApiException NO_HOST = ApiException.invalid("The Host header is missing or unreadable.");
    private static final ApiException NO_SCHEME = ApiException.invalid("The scheme of a request is http or https.");
    private static final ApiException FOREIGN_ORIGIN =
            new ApiException(403, "Scripts of this Origin may not call the service.", null);

    private final boolean httpsOnly;
    private final OwnRequests ownRequests;
    private final AccessLog accessLog;
    private final Draining draining;
    private final BodyLimits bodies;
    private final CrossOrigin crossOrigin;
    private final PublicUrl publicUrl;
    private final Exports exports;
    private final RouteResponses responses;

    FirstFilter(
            HttpSettings settings,
            OwnRequests ownRequests,
            AccessLog accessLog,
            Draining draining,
            BodyLimits bodies,
            CrossOrigin crossOrigin,
            PublicUrl publicUrl,
            Exports exports,
            RouteResponses responses) {
        this.httpsOnly = settings.httpsOnly();
        this.ownRequests = ownRequests;
        this.accessLog = accessLog;
        this.draining = draining;
        this.bodies = bodies;
        this.crossOrigin = crossOrigin;
        this.publicUrl = publicUrl;
        this.exports = exports;
        this.responses = responses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, BEFORE_ALL_OTHERS);
    }

    private void receive(RoutingContext context) {
        Call.begin(context);
        RouteTemplate.begin();
        StandardHeaders.set(context);
        boolean own = ownRequests.take(context);
        if (!own) {
            accessLog.watch(context);
        }
        draining.watch(context);
        bodies.watch(context);
        try {
            check(context.request(), own);
            QueryParameters.read(context);
            exports.decide(context);
        } catch (ApiException refused) {
            responses.fail(context, refused);
            return;
        }
        context.next();
    }

    /** Throws {@link ApiException} if the request is invalid for every resource. */
    private void check(HttpServerRequest request, boolean own) {
        // Must come first: Quarkus replaces the Host headers when it reads forwarded headers.
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            throw NO_HOST;
        }
        var scheme = PublicUrl.scheme(request);
        if (!PublicUrl.SCHEMES.contains(scheme)) {
            throw NO_SCHEME;
        }
        if (httpsOnly && !own && !"https".equals(scheme)) {
            throw PLAIN_HTTP;
        }
        boolean mayBeStreamed = StreamedBody.isPossible(request);
        if (!mayBeStreamed && BodyLimits.isTooLarge(request)) {
            throw Failures.ofStatus(BodyLimits.TOO_LARGE);
        }
        if (!Uris.isEscaped(request.path())) {
            throw ErrorRoutes.BROKEN_PATH;
        }
        if (!Uris.isPlainPath(request.path())) {
            throw ErrorRoutes.NO_PATH;
        }
        if (!mayBeStreamed) {
            ContentEncodings.check(request);
        }
        if (crossOrigin.isRefused(request)) {
            throw FOREIGN_ORIGIN;
        }
        // Links need the host. Failing when they are written is too late: the request may have changed data by then.
        if (!publicUrl.isKnown(request)) {
            throw NO_HOST;
        }
    }
}
