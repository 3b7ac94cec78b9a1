package dev.billing.customers.http;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sends callers to other instances when this one is about to end, one connection after the other, while none is refused. */
@ApplicationScoped
class Draining {

    private final ShutdownSettings settings;
    private volatile boolean begun;

    Draining(ShutdownSettings settings) {
        this.settings = settings;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent end) {
        begun = true;
        Log.infof(
                "Leaving: requests are taken for another %s, and then have %s to end",
                settings.delay(), settings.timeout());
    }

    /** Tells the caller with the answer to this request, if it is time to. */
    void watch(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.addHeadersEndHandler(ready -> {
                if (begun) {
                    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
        } else if (begun) {
            context.addEndHandler(sent -> context.request().connection().goAway(0));
        }
    }
}
