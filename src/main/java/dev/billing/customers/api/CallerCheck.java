package dev.billing.customers.api;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Checks again who sent a request that takes long. */
public interface CallerCheck {

    /** Whether the caller may still get the response. */
    Uni<Boolean> isValid(RoutingContext request);
}
