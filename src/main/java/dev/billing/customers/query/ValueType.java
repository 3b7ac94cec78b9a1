package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.database.Texts;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a property: parses its values from text and JSON, reads them from a row, and writes them as JSON.
 *
 * @param <V> the Java type of the values
 */
final class ValueType<V> {

    /** Any text that PostgreSQL can store. */
    static final ValueType<String> TEXT = new ValueType<>(
            "text",
            ValueType::text,
            json -> json.isTextual() ? text(json.textValue()) : null,
            Row::getString,
            String[]::new,
            UnaryOperator.identity(),
            JsonGenerator::writeString);

    /** A 64 bit integer. */
    static final ValueType<Long> INTEGER = new ValueType<>(
            "an integer of 64 bits",
            ValueType::integer,
            json -> json.isIntegralNumber() && json.canConvertToLong() ? json.longValue() : null,
            Row::getLong,
            Long[]::new,
            UnaryOperator.identity(),
            JsonGenerator::writeNumber);

    /** An exact decimal number in plain notation, never a binary float. */
    static final ValueType<BigDecimal> DECIMAL = new ValueType<>(
            "a decimal number of at most 15 digits before the point and 20 after it",
            ValueType::decimal,
            ValueType::decimal,
            Row::getBigDecimal,
            BigDecimal[]::new,
            Decimals::plain,
            JsonGenerator::writeNumber);

    /** True or false; text may also be 1 or 0. */
    static final ValueType<Boolean> BOOLEAN = new ValueType<>(
            "true or false",
            text -> Booleans.parseParameter(text).orElse(null),
            json -> json.isBoolean() ? json.booleanValue() : null,
            Row::getBoolean,
            Boolean[]::new,
            UnaryOperator.identity(),
            JsonGenerator::writeBoolean);

    /** Texts by key. */
    static final ValueType<JsonObject> MEMBERS = new ValueType<>(
            "an object of texts",
            text -> null,
            json -> json.isObject() ? new JsonObject(json.toString()) : null,
            Row::getJsonObject,
            JsonObject[]::new,
            UnaryOperator.identity(),
            ValueType::writeMembers);

    private static final Pattern INTEGRAL = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern PLAIN = Decimals.pattern(15, 20);

    private final String description;
    private final Function<String, @Nullable V> fromText;
    private final Function<JsonNode, @Nullable V> fromJson;
    private final Column<V> column;
    private final IntFunction<V[]> array;
    private final UnaryOperator<V> normal;
    private final Writer<V> writer;

    private interface Column<V> {
        @Nullable
        V read(Row row, int position);
    }

    private interface Writer<V> {
        void write(JsonGenerator json, V value) throws IOException;
    }

    /** Both functions return null if the value is not of this type. */
    private ValueType(
            String description,
            Function<String, @Nullable V> fromText,
            Function<JsonNode, @Nullable V> fromJson,
            Column<V> column,
            IntFunction<V[]> array,
            UnaryOperator<V> normal,
            Writer<V> writer) {
        this.description = description;
        this.fromText = fromText;
        this.fromJson = fromJson;
        this.column = column;
        this.array = array;
        this.normal = normal;
        this.writer = writer;
    }

    /** Parses text. Throws {@link IllegalArgumentException} if it is not a value of this type. */
    V parse(String text) {
        return valid(fromText.apply(text));
    }

    /** Parses a JSON scalar. Throws {@link IllegalArgumentException} if it is not a value of this type. */
    V parse(JsonNode json) {
        return valid(fromJson.apply(json));
    }

    @Nullable
    V read(Row row, int position) {
        return normal(column.read(row, position));
    }

    /** Values as an array, which a statement can bind. */
    V[] array(Collection<V> values) {
        return values.toArray(array);
    }

    /** Normalizes a value for comparison and output. */
    @Nullable
    V normal(@Nullable V value) {
        return value == null ? null : normal.apply(value);
    }

    void write(JsonGenerator json, V value) throws IOException {
        writer.write(json, value);
    }

    /** Whether it is a number or a time, of which one can be greater than another. */
    boolean isOrdered() {
        return this == INTEGER || this == DECIMAL;
    }

    /** What no value of an ordered type is less than, as a constant in SQL. */
    String lowest() {
        return this == INTEGER ? "'" + Long.MIN_VALUE + "'" : "'-Infinity'";
    }

    /** What no value of an ordered type is greater than, as a constant in SQL. */
    String highest() {
        return this == INTEGER ? "'" + Long.MAX_VALUE + "'" : "'Infinity'";
    }

    /** Completes the sentence "must be …". */
    String description() {
        return description;
    }

    private V valid(@Nullable V value) {
        if (value == null) {
            throw new IllegalArgumentException("must be " + description);
        }
        return value;
    }

    private static void writeMembers(JsonGenerator json, JsonObject members) throws IOException {
        json.writeStartObject();
        for (var member : members) {
            json.writeStringField(member.getKey(), String.valueOf(member.getValue()));
        }
        json.writeEndObject();
    }

    private static @Nullable String text(String text) {
        return Texts.isStorable(text) ? text : null;
    }

    private static @Nullable Long integer(String text) {
        try {
            return INTEGRAL.matcher(text).matches() ? Long.valueOf(text) : null;
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    private static @Nullable BigDecimal decimal(String text) {
        return PLAIN.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    private static @Nullable BigDecimal decimal(JsonNode json) {
        boolean isWritable = json.isNumber() && Decimals.isWritable(json.decimalValue());
        return isWritable ? decimal(json.decimalValue().toPlainString()) : null;
    }
}
