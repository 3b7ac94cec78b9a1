package dev.billing.customers.api;

import dev.billing.customers.url.Uris;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where callers see this service: under the URL that is configured, or with the scheme, host, port and path prefix that they used.
 * Forwarded headers were applied before, if they came from a trusted proxy.
 */
@ApplicationScoped
public class PublicUrl {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+]");

    private final Optional<String> configured;

    PublicUrl(PublicUrlSettings settings) {
        this.configured = settings.publicUrl().map(PublicUrl::withoutSlash);
    }

    /** Whether it is configured, or the request says it. */
    public boolean isKnown(HttpServerRequest request) {
        var authority = request.authority();
        return configured.isPresent()
                || authority != null && HOST.matcher(authority.host()).matches();
    }

    /** The absolute URL of a request without its query. */
    String of(HttpServerRequest request) {
        return configured.orElseGet(() -> origin(request)) + Uris.escape(withoutSlash(request.path()));
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String origin(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        var port = authority.port() > 0 ? ":" + authority.port() : "";
        return request.scheme() + "://" + authority.host() + port + prefix(request);
    }

    /** What a trusted proxy took off: it stands before the path in the forwarded URI, and only there. */
    private static String prefix(HttpServerRequest request) {
        var uri = request.uri();
        int query = uri.indexOf('?');
        var path = query < 0 ? uri : uri.substring(0, query);
        boolean prefixed = path.startsWith("/") && path.endsWith(request.path());
        return prefixed
                ? Uris.escape(path.substring(0, path.length() - request.path().length()))
                : "";
    }
}
