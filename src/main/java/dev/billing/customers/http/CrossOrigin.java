package dev.billing.customers.http;

import dev.billing.customers.api.PublicUrl;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the Origin header by the rules of Quarkus' CORS filter, which would reject a request without an error body. */
@ApplicationScoped
class CrossOrigin {

    private final boolean enabled;
    private final List<String> origins;
    private final List<Pattern> patterns;

    CrossOrigin(HttpSettings settings) {
        this.enabled = settings.corsEnabled();
        this.origins = settings.corsOrigins().orElse(List.of());
        this.patterns = CORSFilter.parseAllowedOriginsRegex(Optional.of(origins));
    }

    /** Whether the origin is neither allowed nor the service's own. */
    boolean isRefused(HttpServerRequest request) {
        var origin = enabled ? request.getHeader(HttpHeaders.ORIGIN) : null;
        return origin != null
                && !origins.contains("*")
                && !origins.contains(origin)
                && !CORSFilter.isOriginAllowedByRegex(patterns, origin)
                && !origin.equals(own(request));
    }

    private static String own(HttpServerRequest request) {
        return PublicUrl.scheme(request) + "://" + request.authority();
    }
}
