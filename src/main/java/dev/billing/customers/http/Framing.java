package dev.billing.customers.http;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.url.Hosts;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import java.util.Set;

/** Detects HTTP/1 requests that are malformed or ambiguous (RFC 9112, sections 3.2 and 6), so that their end or their host is unclear. */
final class Framing {

    private static final int UNKNOWN_VERSION = 505;
    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);
    private static final ApiException HOST =
            ApiException.invalid("A request has exactly one Host header, with a host and perhaps a port.");
    private static final ApiException TRANSFER_ENCODING =
            ApiException.invalid("The only Transfer-Encoding of a request that is read here is chunked.");

    private Framing() {}

    /** The error for a part of a request; empty if the part is valid. */
    static Optional<ApiException> refusal(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            return Optional.of(Failures.ofStatus(status(part.decoderResult().cause())));
        }
        if (part instanceof HttpRequest request) {
            if (!VERSIONS.contains(request.protocolVersion())) {
                return Optional.of(Failures.ofStatus(UNKNOWN_VERSION));
            }
            if (!isReadableEncoding(request.headers())) {
                return Optional.of(TRANSFER_ENCODING);
            }
            if (!isReadableHost(request)) {
                return Optional.of(HOST);
            }
        }
        return Optional.empty();
    }

    private static int status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    private static boolean isReadableEncoding(HttpHeaders headers) {
        var encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.isEmpty()
                || encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase("chunked");
    }

    /** HTTP/1.0 does not require a Host header. */
    private static boolean isReadableHost(HttpRequest request) {
        var hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty()) {
            return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
        }
        return hosts.size() == 1 && Hosts.isReadable(hosts.get(0).strip());
    }
}
