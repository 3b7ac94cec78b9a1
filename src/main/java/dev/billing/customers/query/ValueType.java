package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.database.Texts;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A type that a property can have: how a value of it is read from text, from JSON and from a row, and written as JSON.
 *
 * @param <V> what its values are in Java
 */
abstract class ValueType<V> {

    /** Any text that PostgreSQL can hold. */
    static final ValueType<String> TEXT = new Text();

    /** A 64 bit integer. */
    static final ValueType<Long> INTEGER = new Integer();

    /** An exact decimal number in plain notation, never a binary float. */
    static final ValueType<BigDecimal> DECIMAL = new Decimal();

    /** True or false; 1 and 0 in text. */
    static final ValueType<Boolean> BOOLEAN = new Bool();

    private final String description;

    private ValueType(String description) {
        this.description = description;
    }

    /** The value that the text stands for. Throws {@link IllegalArgumentException} if it stands for none. */
    abstract V parse(String text);

    /** The value of a JSON scalar. Throws {@link IllegalArgumentException} for a value of another type. */
    abstract V parse(JsonNode json);

    /** The value in a column of a row; null if it is absent. */
    abstract V read(Row row, int position);

    /** Writes a value that is not null. */
    abstract void write(JsonGenerator json, V value) throws IOException;

    /** A value as it is compared and shown. */
    V normal(V value) {
        return value;
    }

    /** Completes the sentence "must be …". */
    String description() {
        return description;
    }

    final IllegalArgumentException refusal() {
        return new IllegalArgumentException(description);
    }

    private static final class Text extends ValueType<String> {

        Text() {
            super("text");
        }

        @Override
        String parse(String text) {
            if (!Texts.isStorable(text)) {
                throw refusal();
            }
            return text;
        }

        @Override
        String parse(JsonNode json) {
            if (!json.isTextual()) {
                throw refusal();
            }
            return parse(json.textValue());
        }

        @Override
        String read(Row row, int position) {
            return row.getString(position);
        }

        @Override
        void write(JsonGenerator json, String value) throws IOException {
            json.writeString(value);
        }
    }

    private static final class Integer extends ValueType<Long> {

        private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

        Integer() {
            super("an integer of 64 bits");
        }

        @Override
        Long parse(String text) {
            if (!INTEGER.matcher(text).matches()) {
                throw refusal();
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw refusal();
            }
        }

        @Override
        Long parse(JsonNode json) {
            if (!json.isIntegralNumber() || !json.canConvertToLong()) {
                throw refusal();
            }
            return json.longValue();
        }

        @Override
        Long read(Row row, int position) {
            return row.getLong(position);
        }

        @Override
        void write(JsonGenerator json, Long value) throws IOException {
            json.writeNumber(value);
        }
    }

    private static final class Decimal extends ValueType<BigDecimal> {

        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,20})?");
        private static final int MAX_EXPONENT = 20;

        Decimal() {
            super("a decimal number of at most 15 digits before the point and 20 after it");
        }

        @Override
        BigDecimal parse(String text) {
            if (!DECIMAL.matcher(text).matches()) {
                throw refusal();
            }
            return new BigDecimal(text);
        }

        @Override
        BigDecimal parse(JsonNode json) {
            // The exponent is looked at before the digits are written out: 1e999999999 would fill the memory.
            if (!json.isNumber() || Math.abs((long) json.decimalValue().scale()) > MAX_EXPONENT) {
                throw refusal();
            }
            return parse(json.decimalValue().toPlainString());
        }

        @Override
        BigDecimal read(Row row, int position) {
            return normal(row.getBigDecimal(position));
        }

        @Override
        void write(JsonGenerator json, BigDecimal value) throws IOException {
            json.writeNumber(value);
        }

        @Override
        BigDecimal normal(BigDecimal value) {
            return value == null ? null : Decimals.plain(value);
        }
    }

    private static final class Bool extends ValueType<Boolean> {

        Bool() {
            super("true or false");
        }

        @Override
        Boolean parse(String text) {
            return Booleans.parse(text).orElseThrow(this::refusal);
        }

        @Override
        Boolean parse(JsonNode json) {
            if (!json.isBoolean()) {
                throw refusal();
            }
            return json.booleanValue();
        }

        @Override
        Boolean read(Row row, int position) {
            return row.getBoolean(position);
        }

        @Override
        void write(JsonGenerator json, Boolean value) throws IOException {
            json.writeBoolean(value);
        }
    }
}
