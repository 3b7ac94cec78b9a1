package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Rejects encoded request bodies (RFC 9110, section 8.4); no coding is supported. */
public final class ContentEncodings {

    private static final ApiException ENCODED =
            new ApiException(415, "Send the body as it is: a Content-Encoding other than identity is not read.", null);

    private ContentEncodings() {}

    /** Throws {@link ApiException} 415 if the request has a Content-Encoding other than identity. */
    public static void check(HttpServerRequest request) {
        if (!request.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream().allMatch(ContentEncodings::isIdentity)) {
            throw ENCODED;
        }
    }

    private static boolean isIdentity(String encoding) {
        return encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity");
    }
}
