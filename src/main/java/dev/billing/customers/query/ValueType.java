package dev.billing.customers.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The types that a property can have, and how a value of each is read from text and from JSON. */
public enum ValueType {
    /** Any text that PostgreSQL can hold. */
    TEXT("text") {
        @Override
        Object parse(String text) {
            return Texts.isStorable(text) ? text : refuse();
        }

        @Override
        Object parse(JsonNode json) {
            return json.isTextual() ? parse(json.textValue()) : refuse();
        }

        @Override
        Object read(Row row, int position) {
            return row.getString(position);
        }
    },

    /** A 64 bit integer. */
    INTEGER("an integer of 64 bits") {
        private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

        @Override
        Object parse(String text) {
            if (!INTEGER.matcher(text).matches()) {
                return refuse();
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                return refuse();
            }
        }

        @Override
        Object parse(JsonNode json) {
            return json.isIntegralNumber() && json.canConvertToLong() ? json.longValue() : refuse();
        }

        @Override
        Object read(Row row, int position) {
            return row.getLong(position);
        }
    },

    /** An exact decimal number in plain notation, never a binary float. */
    DECIMAL("a decimal number of at most 15 digits before the point and 20 after it") {
        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,20})?");
        private static final int MAX_EXPONENT = 20;

        @Override
        Object parse(String text) {
            return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : refuse();
        }

        @Override
        Object parse(JsonNode json) {
            if (!json.isNumber()) {
                return refuse();
            }
            // The exponent is looked at before the digits are written out: 1e999999999 would fill the memory.
            var value = json.decimalValue();
            return Math.abs((long) value.scale()) <= MAX_EXPONENT ? parse(value.toPlainString()) : refuse();
        }

        @Override
        Object read(Row row, int position) {
            return row.getBigDecimal(position);
        }
    },

    /** True or false; 1 and 0 in text. */
    BOOLEAN("true or false") {
        @Override
        Object parse(String text) {
            return switch (text) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> refuse();
            };
        }

        @Override
        Object parse(JsonNode json) {
            return json.isBoolean() ? json.booleanValue() : refuse();
        }

        @Override
        Object read(Row row, int position) {
            return row.getBoolean(position);
        }
    };

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /** The value that the text stands for. Throws {@link IllegalArgumentException} where it stands for none. */
    abstract Object parse(String text);

    /** The value of a JSON scalar. Throws {@link IllegalArgumentException} for a value of another type. */
    abstract Object parse(JsonNode json);

    /** The value in a column of a row; null where it is absent. */
    abstract Object read(Row row, int position);

    /** Completes the sentence "must be …". */
    String description() {
        return description;
    }

    final Object refuse() {
        throw new IllegalArgumentException(description);
    }
}
