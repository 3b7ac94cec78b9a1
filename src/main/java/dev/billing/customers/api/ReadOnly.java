package dev.billing.customers.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import java.math.BigDecimal;

/**
 * Properties that a caller may send back as it got them, and not change (contract, "Errors"), so that fetch, change and send
 * back works.
 */
public final class ReadOnly {

    private static final int MAX_NUMBER_LENGTH = 40;

    private ReadOnly() {}

    /**
     * Accepts a property that is absent or equal to what is stored.
     *
     * @param sent as Jackson reads a {@code JsonNode}: null if the property is absent
     * @param stored a number, a text, or null if nothing is stored yet
     * @throws ApiException 400 for any other value
     */
    public static void check(String name, JsonNode sent, Object stored) {
        if (sent != null && !equal(sent, stored)) {
            throw ApiException.invalid(name, "'" + name + "' is read-only. Leave it out, or send the value it has.");
        }
    }

    /**
     * The same for the id of a related object, which may come back as the whole object that it was expanded to; then its {@code id}
     * counts.
     */
    public static void checkReference(String name, JsonNode sent, long stored) {
        check(name, sent != null && sent.isObject() ? sent.path("id") : sent, stored);
    }

    private static boolean equal(JsonNode sent, Object stored) {
        if (sent.isNull()) {
            return stored == null;
        }
        if (stored instanceof Number) {
            var number = number(sent);
            return number != null && number.compareTo(new BigDecimal(stored.toString())) == 0;
        }
        return sent.isTextual() && sent.textValue().equals(stored);
    }

    /** A form has numbers as text; in JSON text is another type. */
    private static BigDecimal number(JsonNode sent) {
        if (sent.isNumber()) {
            return sent.decimalValue();
        }
        boolean plain = sent instanceof FormText && sent.textValue().length() <= MAX_NUMBER_LENGTH;
        try {
            return plain ? new BigDecimal(sent.textValue()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
