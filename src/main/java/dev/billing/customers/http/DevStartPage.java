package dev.billing.customers.http;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** In dev mode, leads a browser from the root to Swagger UI. */
@ApplicationScoped
@IfBuildProfile("dev")
class DevStartPage {

    void route(@Observes Router router) {
        router.get("/").handler(context -> context.redirect("/q/swagger-ui"));
    }
}
