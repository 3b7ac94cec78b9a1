package dev.billing.customers.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Read-only properties. A caller may send them back unchanged (contract, "Errors"), so that it can fetch an object, change it and send it
 * back.
 */
public final class ReadOnly {

    private ReadOnly() {}

    /**
     * Accepts a property that is absent or equal to the stored value. Any other value is a fault.
     *
     * @param sent as Jackson reads a {@code JsonNode}: null if the property is absent
     * @param stored a number, a text, or null if nothing is stored yet
     */
    public static void check(Faults faults, String name, @Nullable JsonNode sent, @Nullable Object stored) {
        if (sent != null && !equal(sent, stored)) {
            faults.add(
                    ApiException.invalid(name, "'" + name + "' is read-only. Leave it out, or send the value it has."));
        }
    }

    /** Like {@link #check}, for what kind of object it is. Null says nothing. */
    public static void checkKind(Faults faults, @Nullable JsonNode sent, String kind) {
        if (sent != null && !sent.isNull()) {
            check(faults, "object", sent, kind);
        }
    }

    /**
     * Like {@link #check}, for the time of the last change: before the first one it is null, or in the bare representation the time of
     * creation.
     */
    public static void checkChange(
            Faults faults, String name, @Nullable JsonNode sent, @Nullable Long updatedAt, long createdAt) {
        boolean isCreation = updatedAt == null && sent != null && equal(sent, createdAt);
        if (!isCreation) {
            check(faults, name, sent, updatedAt);
        }
    }

    /** Like {@link #check}, for the id of a related object. It may be sent back as the expanded object; then its {@code id} is compared. */
    public static void checkReference(Faults faults, String name, @Nullable JsonNode sent, long stored) {
        check(faults, name, sent != null && sent.isObject() ? sent.path("id") : sent, stored);
    }

    private static boolean equal(JsonNode sent, @Nullable Object stored) {
        if (sent.isNull()) {
            return stored == null;
        }
        if (stored instanceof Number) {
            var number = number(sent);
            return number != null && number.compareTo(new BigDecimal(stored.toString())) == 0;
        }
        return sent.isTextual() && sent.textValue().equals(stored);
    }

    /** Numbers are text in forms. In JSON, text is another type. */
    private static @Nullable BigDecimal number(JsonNode sent) {
        if (sent.isNumber()) {
            return sent.decimalValue();
        }
        boolean isPlain = sent instanceof FormText && DecimalDeserializer.isPlain(sent.textValue());
        return isPlain ? new BigDecimal(sent.textValue()) : null;
    }
}
