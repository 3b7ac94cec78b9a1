package dev.billing.customers.api;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;

/** Compresses responses for clients that accept it (RFC 9110, section 12.5.3), if they are large enough to benefit. */
@Singleton
class Compression implements HttpServerOptionsCustomizer {

    private static final int FROM_BYTES = 2048;

    /** Quarkus' own setting would also mark responses without a body as compressible, and compress those of a few bytes. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setCompressionSupported(true);
    }

    /** Lets the response body be sent as it is. */
    static void prevent(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
    }

    /** Decides whether a response body of this length is compressed. A response to HEAD has no body. */
    static void decide(HttpServerRequest request, int bytes) {
        if (request.method().equals(HttpMethod.HEAD)) {
            return;
        }
        if (bytes >= FROM_BYTES) {
            request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        } else if (request.version() != HttpVersion.HTTP_2) {
            // Disables compression. Vert.x removes this header again, except with HTTP/2.
            request.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
    }
}
