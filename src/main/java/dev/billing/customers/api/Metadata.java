package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Fault;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.ListProperty;
import io.vertx.core.json.JsonObject;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Metadata: texts by key that callers keep with an object. The service does not read them. */
public final class Metadata {

    private static final int MAX_KEYS = 50;
    private static final int MAX_VALUE = 500;

    private static final Pattern KEY = Pattern.compile(Text.LINE);
    private static final Pattern VALUE = Pattern.compile(Text.LINES);

    private static final String MEMBER = "a text of at most " + MAX_VALUE + " characters, with a key of 1 to "
            + ListProperty.MAX_KEY + ", without control characters";

    private static final String LIMITS = "at most " + MAX_KEYS + " keys of 1 to " + ListProperty.MAX_KEY
            + " characters, with texts of at most " + MAX_VALUE + " characters, without control characters";

    private Metadata() {}

    /** Metadata that a caller sends: an object of texts by key. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Sent.Validator.class)
    public @interface Sent {

        String message() default "must be an object of " + LIMITS;

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};

        class Validator implements ConstraintValidator<Sent, JsonNode> {

            @Override
            public boolean isValid(@Nullable JsonNode sent, ConstraintValidatorContext context) {
                return sent == null || sent.isNull() || sent.isObject() && areValid(sent);
            }
        }
    }

    /** Reads metadata that a caller sends, so that what means the same is the same. */
    public static final class Deserializer extends JsonDeserializer<JsonNode> {

        @Override
        public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return LaterClients.object(context.readTree(parser));
        }

        @Override
        public JsonNode getNullValue(DeserializationContext context) {
            return NullNode.getInstance();
        }
    }

    /**
     * Returns stored metadata with what was sent: its keys are added or replaced, one with null or an empty text is removed, and others are
     * left alone. Null instead of an object removes all.
     *
     * @param stored null if there are none
     * @param sent valid; null if nothing was sent
     * @return null if there are none
     * @throws ApiException 400 if there would be too many
     */
    public static @Nullable JsonObject merge(@Nullable JsonObject stored, @Nullable JsonNode sent) {
        if (sent == null) {
            return stored;
        }
        var merged = stored == null || sent.isNull() ? new JsonObject() : stored.copy();
        sent.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                merged.remove(member.getKey());
            } else {
                merged.put(member.getKey(), member.getValue().textValue());
            }
        });
        if (merged.size() > MAX_KEYS) {
            throw ApiException.invalid(
                    "metadata", "There would be " + merged.size() + " keys of metadata. Remove some: " + LIMITS + ".");
        }
        return merged.isEmpty() ? null : merged;
    }

    /** The members that are not valid, each as {@code metadata[key]}. */
    static List<Fault> faults(String name, JsonNode sent) {
        return sent.properties().stream()
                .filter(member -> !isValid(member))
                .limit(Faults.MAX)
                .map(member -> {
                    var param = name + "[" + shortened(member.getKey()) + "]";
                    return new Fault(param, "'" + param + "' must be " + MEMBER + ".");
                })
                .toList();
    }

    private static String shortened(String key) {
        return key.codePointCount(0, key.length()) <= ListProperty.MAX_KEY
                ? key
                : key.substring(0, key.offsetByCodePoints(0, ListProperty.MAX_KEY)) + "…";
    }

    private static boolean areValid(JsonNode members) {
        long kept = members.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .count();
        return kept <= MAX_KEYS && members.properties().stream().allMatch(Metadata::isValid);
    }

    private static boolean isValid(Map.Entry<String, JsonNode> member) {
        var value = member.getValue();
        return isText(member.getKey(), 1, ListProperty.MAX_KEY, KEY)
                && (value.isNull() || value.isTextual() && isText(value.textValue(), 0, MAX_VALUE, VALUE));
    }

    private static boolean isText(String text, int min, int max, Pattern pattern) {
        int length = text.codePointCount(0, text.length());
        return length >= min && length <= max && pattern.matcher(text).matches();
    }
}
