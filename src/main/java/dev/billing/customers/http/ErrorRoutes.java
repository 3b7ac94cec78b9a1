package dev.billing.customers.http;

import dev.billing.customers.api.AuditLog;
import dev.billing.customers.api.RouteResponses;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.url.Uris;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers what fails around the REST layer, on both ports, with the contract's error body. */
@ApplicationScoped
class ErrorRoutes {

    static final ApiException BROKEN_PATH = ApiException.invalid("The percent encoding of the path is broken.");

    private static final int[] STATUSES = {400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 429, 431, 500, 503};

    private final RouteResponses responses;

    ErrorRoutes(RouteResponses responses) {
        this.responses = responses;
    }

    void register(@Observes Router router) {
        answerFailures(router);
    }

    void register(@Observes ManagementInterface management) {
        var router = management.router();
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            StandardHeaders.set(context);
            context.next();
        });
        answerFailures(router);
    }

    private void answerFailures(Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        for (int status : STATUSES) {
            router.errorHandler(status, this::failed);
        }
    }

    private void failed(RoutingContext context) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        if (!StandardHeaders.areSet(context)) {
            RouteTemplate.begin();
            StandardHeaders.set(context);
        }
        // One whose path Vert.x does not read gets to no route, and so not to the operators' API.
        AuditLog.watch(context, "/operator");
        responses.fail(context, failure(context));
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
