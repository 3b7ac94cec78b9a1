package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.database.Texts;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A type that a property can have: how a value of it is read from text, from JSON and from a row, and written as JSON.
 *
 * @param <V> what its values are in Java
 */
final class ValueType<V> {

    /** Any text that PostgreSQL can hold. */
    static final ValueType<String> TEXT = new ValueType<>(
            "text",
            ValueType::text,
            json -> json.isTextual() ? text(json.textValue()) : null,
            Row::getString,
            UnaryOperator.identity(),
            JsonGenerator::writeString);

    /** A 64 bit integer. */
    static final ValueType<Long> INTEGER = new ValueType<>(
            "an integer of 64 bits",
            ValueType::integer,
            json -> json.isIntegralNumber() && json.canConvertToLong() ? json.longValue() : null,
            Row::getLong,
            UnaryOperator.identity(),
            JsonGenerator::writeNumber);

    /** An exact decimal number in plain notation, never a binary float. */
    static final ValueType<BigDecimal> DECIMAL = new ValueType<>(
            "a decimal number of at most 15 digits before the point and 20 after it",
            ValueType::decimal,
            ValueType::decimal,
            Row::getBigDecimal,
            Decimals::plain,
            JsonGenerator::writeNumber);

    /** True or false; 1 and 0 in text. */
    static final ValueType<Boolean> BOOLEAN = new ValueType<>(
            "true or false",
            text -> Booleans.parse(text).orElse(null),
            json -> json.isBoolean() ? json.booleanValue() : null,
            Row::getBoolean,
            UnaryOperator.identity(),
            JsonGenerator::writeBoolean);

    private static final Pattern INTEGRAL = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,20})?");
    private static final int MAX_EXPONENT = 20;

    private final String description;
    private final Function<String, V> fromText;
    private final Function<JsonNode, V> fromJson;
    private final Column<V> column;
    private final UnaryOperator<V> normal;
    private final Writer<V> writer;

    /** How a value is read from a row. */
    private interface Column<V> {
        V read(Row row, int position);
    }

    /** How a value is written as JSON. */
    private interface Writer<V> {
        void write(JsonGenerator json, V value) throws IOException;
    }

    /** Both readers return null for what is not a value of this type. */
    private ValueType(
            String description,
            Function<String, V> fromText,
            Function<JsonNode, V> fromJson,
            Column<V> column,
            UnaryOperator<V> normal,
            Writer<V> writer) {
        this.description = description;
        this.fromText = fromText;
        this.fromJson = fromJson;
        this.column = column;
        this.normal = normal;
        this.writer = writer;
    }

    /** The value of a text. Throws {@link IllegalArgumentException} if it has none. */
    V parse(String text) {
        return valid(fromText.apply(text));
    }

    /** The value of a JSON scalar. Throws {@link IllegalArgumentException} for a value of another type. */
    V parse(JsonNode json) {
        return valid(fromJson.apply(json));
    }

    /** The value in a column of a row; null if it is absent. */
    V read(Row row, int position) {
        return normal(column.read(row, position));
    }

    /** A value as it is compared and shown; null if it is absent. */
    V normal(V value) {
        return value == null ? null : normal.apply(value);
    }

    /** Writes a value that is not null. */
    void write(JsonGenerator json, V value) throws IOException {
        writer.write(json, value);
    }

    /** Completes the sentence "must be …". */
    String description() {
        return description;
    }

    private V valid(V value) {
        if (value == null) {
            throw new IllegalArgumentException("must be " + description);
        }
        return value;
    }

    private static String text(String text) {
        return Texts.isStorable(text) ? text : null;
    }

    private static Long integer(String text) {
        try {
            return INTEGRAL.matcher(text).matches() ? Long.valueOf(text) : null;
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    private static BigDecimal decimal(String text) {
        return PLAIN.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** The exponent is checked before the digits are written out: 1e999999999 would fill the memory. */
    private static BigDecimal decimal(JsonNode json) {
        boolean writable =
                json.isNumber() && Math.abs((long) json.decimalValue().scale()) <= MAX_EXPONENT;
        return writable ? decimal(json.decimalValue().toPlainString()) : null;
    }
}
