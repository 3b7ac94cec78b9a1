package dev.billing.customers.http;

import dev.billing.customers.api.AuditLog;
import dev.billing.customers.api.RouteResponses;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.url.Uris;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sends the contract's error body for failures outside the REST layer, on both ports. */
@ApplicationScoped
class ErrorRoutes {

    static final ApiException BROKEN_PATH = ApiException.invalid("The percent encoding of the path is broken.");

    /** The error for a path that can never match a route. */
    static final ApiException NO_PATH = Failures.ofStatus(404);

    private static final String OPERATORS = "/operator/";
    private static final int[] STATUSES = {400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 429, 431, 500, 503};

    private final RouteResponses responses;

    ErrorRoutes(RouteResponses responses) {
        this.responses = responses;
    }

    void register(@Observes Router router) {
        answerFailures(router, this::failed);
    }

    void register(@Observes ManagementInterface management) {
        var router = management.router();
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            StandardHeaders.set(context);
            if (Uris.isPlainPath(context.request().path())) {
                context.next();
            } else {
                failedOnManagement(context, NO_PATH);
                // Discard the rest of the request, so that the connection can be reused.
                context.request().resume();
            }
        });
        answerFailures(router, this::failedOnManagement);
    }

    private static void answerFailures(Router router, Handler<RoutingContext> handler) {
        router.route().order(Integer.MIN_VALUE).failureHandler(handler);
        for (int status : STATUSES) {
            router.errorHandler(status, handler);
        }
    }

    /** A request with an invalid path reaches no route of the operator API, so it is added to the audit log here. */
    private void failedOnManagement(RoutingContext context) {
        failedOnManagement(context, failure(context));
    }

    private void failedOnManagement(RoutingContext context, Throwable failure) {
        if (context.request().path().startsWith(OPERATORS)) {
            AuditLog.watch(context);
        }
        failed(context, failure);
    }

    private void failed(RoutingContext context) {
        failed(context, failure(context));
    }

    private void failed(RoutingContext context, Throwable failure) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        if (!StandardHeaders.areSet(context)) {
            RouteTemplate.begin();
            StandardHeaders.set(context);
        }
        responses.fail(context, failure);
    }

    private static Throwable failure(RoutingContext context) {
        if (!Uris.isEscaped(context.request().path())) {
            return BROKEN_PATH;
        }
        return context.failure() != null && context.statusCode() == 500
                ? context.failure()
                : Failures.ofStatus(context.statusCode());
    }
}
