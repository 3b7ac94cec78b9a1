package dev.billing.customers.idempotency;

import dev.billing.customers.error.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): a quoted string of structured fields (RFC 8941, section
 * 3.3.3), or the same text without quotes, as most clients send it.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;
    private static final Pattern QUOTED = Pattern.compile("\"((?:[\\x20-\\x7E&&[^\"\\\\]]|\\\\[\"\\\\])*+)\"");
    private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7E&&[^\"]]*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    private IdempotencyKey() {}

    /**
     * The key of a request; empty if there is none.
     *
     * @param headers all values of the header
     * @throws ApiException 400 if there is not exactly one valid key
     */
    static Optional<String> parse(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() > 1) {
            throw invalid("There are several.");
        }
        var value = headers.get(0).strip();
        var quoted = QUOTED.matcher(value);
        if (!quoted.matches() && !PLAIN.matcher(value).matches()) {
            throw invalid("This one has a quote or a character that is not one of printable ASCII.");
        }
        var key = quoted.matches() ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : value;
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw invalid(key.isBlank() ? "This one is blank." : "This one has " + key.length() + ".");
        }
        return Optional.of(key);
    }

    private static ApiException invalid(String reason) {
        return ApiException.invalid(
                HEADER, "Send one " + HEADER + " of 1 to " + MAX_LENGTH + " characters, such as a UUID. " + reason);
    }
}
