package dev.billing.customers.business;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Parses the credentials of a caller: the user name of HTTP Basic (RFC 7617) or a Bearer token (RFC 6750). */
public final class Credentials {

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private Credentials() {}

    /** The key in the Authorization header of a request; empty if there is not exactly one header with a key. */
    public static Optional<String> key(List<String> headers) {
        return headers.size() == 1 ? key(headers.get(0)) : Optional.empty();
    }

    /** The key in an Authorization header; the password of Basic is ignored. */
    static Optional<String> key(String header) {
        var value = header.strip();
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return present(value.substring(BEARER.length()));
        }
        if (!value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            var decoded =
                    Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
            var userAndPassword = new String(decoded, StandardCharsets.UTF_8);
            return present(userAndPassword.split(":", 2)[0]);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> present(String key) {
        return Optional.of(key.strip()).filter(text -> !text.isEmpty());
    }
}
