package dev.billing.customers.api;

import dev.billing.customers.url.Hosts;
import dev.billing.customers.url.Uris;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where callers see this service: under the URL that is configured, or with the scheme, host, port and path prefix that they used.
 * Forwarded headers were applied before, if they came from a trusted proxy.
 */
@ApplicationScoped
public class PublicUrl {

    /** Quarkus sets it, whatever a caller sends: whether forwarded headers came from a trusted proxy. */
    private static final String TRUSTED_PROXY = "X-Forwarded-Trusted-Proxy";

    /** What can be the scheme of a URL of this service. */
    public static final Set<String> SCHEMES = Set.of("http", "https");

    private final Optional<String> configured;

    PublicUrl(PublicUrlSettings settings) {
        this.configured = settings.publicUrl().map(PublicUrl::withoutSlash);
    }

    /** Whether it is configured, or the request says it. */
    public boolean isKnown(HttpServerRequest request) {
        var authority = request.authority();
        return configured.isPresent() || authority != null && Hosts.isReadable(authority.toString());
    }

    /** What a trusted proxy says that its caller used, or else what the connection is. HTTP/2 lets a caller say anything. */
    public static String scheme(HttpServerRequest request) {
        var said = request.scheme();
        if (Boolean.parseBoolean(request.getHeader(TRUSTED_PROXY))) {
            return said.toLowerCase(Locale.ROOT);
        }
        return request.connection().isSsl() ? "https" : "http";
    }

    /** The absolute URL of a request without its query. */
    String of(HttpServerRequest request) {
        return configured.orElseGet(() -> origin(request)) + Uris.escapePath(withoutSlash(request.path()));
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String origin(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        var port = authority.port() > 0 ? ":" + authority.port() : "";
        return scheme(request) + "://" + authority.host() + port + prefix(request);
    }

    /** What a trusted proxy took off: it stands before the path in the forwarded URI, and only there. */
    private static String prefix(HttpServerRequest request) {
        var uri = request.uri();
        int query = uri.indexOf('?');
        var path = query < 0 ? uri : uri.substring(0, query);
        boolean prefixed = path.startsWith("/") && path.endsWith(request.path());
        return prefixed
                ? Uris.escapePath(
                        path.substring(0, path.length() - request.path().length()))
                : "";
    }
}
