package dev.billing.customers.api;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Singleton;

/** Responses are compressed for callers that ask for it (RFC 9110, section 12.5.3), if they are large enough to gain by it. */
@Singleton
class Compression implements HttpServerOptionsCustomizer {

    private static final int FROM_BYTES = 2048;

    /** The framework's own switch would also mark answers without a body, and compress those of a few bytes. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setCompressionSupported(true);
    }

    /** Decides on the answer to a request, whose body has this length; to HEAD none is sent. */
    static void decide(HttpServerRequest request, int bytes) {
        if (request.method() == HttpMethod.HEAD) {
            return;
        }
        if (bytes >= FROM_BYTES) {
            request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        } else if (request.version() != HttpVersion.HTTP_2) {
            // Vert.x takes this mark off again; only with HTTP/2 it would be seen.
            request.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
    }
}
