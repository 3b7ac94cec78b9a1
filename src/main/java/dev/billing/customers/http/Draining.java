package dev.billing.customers.http;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Closes connections one by one during the shutdown delay, so that clients connect to other instances. No request is rejected. */
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

    /** Ends the connection with this response if shutdown has begun: {@code Connection: close}, or GOAWAY for HTTP/2. */
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
