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
 * The URL of this service as callers see it: the configured URL, or the scheme, host, port and path prefix of the request. Forwarded
 * headers from a trusted proxy have already been applied.
 */
@ApplicationScoped
public class PublicUrl {

    /** Whether forwarded headers came from a trusted proxy. Quarkus sets this header and ignores what a client sends in it. */
    private static final String TRUSTED_PROXY = "X-Forwarded-Trusted-Proxy";

    public static final Set<String> SCHEMES = Set.of("http", "https");

    private final Optional<String> configured;

    PublicUrl(PublicUrlSettings settings) {
        this.configured = settings.publicUrl().map(PublicUrl::withoutSlash);
    }

    /** Whether the URL is configured, or the request has a valid host. */
    public boolean isKnown(HttpServerRequest request) {
        var authority = request.authority();
        return configured.isPresent() || authority != null && Hosts.isReadable(authority.toString());
    }

    /**
     * The scheme that a trusted proxy forwards, or else that of the connection. The scheme of an HTTP/2 request is ignored, because a
     * client can send any value.
     */
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

    /** The path prefix that a trusted proxy removed. It is only in the forwarded URI, before the path. */
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
