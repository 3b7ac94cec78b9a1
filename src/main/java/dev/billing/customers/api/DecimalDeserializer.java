package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.billing.customers.query.Decimals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads an exact number of at most {@value #MAX_DIGITS} digits on each side of the point. Without this limit, an exponent such as that of
 * {@code 1e999999999} would make later arithmetic overflow or exhaust the memory.
 */
final class DecimalDeserializer extends StdDeserializer<BigDecimal> {

    private static final long serialVersionUID = 1L;

    private static final int MAX_DIGITS = 40;
    private static final Pattern PLAIN = Decimals.pattern(MAX_DIGITS, MAX_DIGITS);

    private final boolean fromForm;

    /**
     * Creates a deserializer.
     *
     * @param fromForm whether numbers are text in plain notation, as in forms, instead of JSON numbers
     */
    DecimalDeserializer(boolean fromForm) {
        super(BigDecimal.class);
        this.fromForm = fromForm;
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (fromForm) {
            var text = parser.getText();
            return isPlain(text)
                    ? new BigDecimal(text)
                    : (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, text, "not a plain number");
        }
        if (!parser.currentToken().isNumeric()) {
            return (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
        }
        var number = parser.getDecimalValue();
        return isOrdinary(number)
                ? number
                : (BigDecimal) context.handleWeirdNumberValue(BigDecimal.class, number, "too many digits");
    }

    /** Whether a text is a number as forms have it. */
    static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** Ignores trailing zeros. */
    private static boolean isOrdinary(BigDecimal number) {
        return Decimals.isWritable(number)
                && isPlain(number.stripTrailingZeros().toPlainString());
    }
}
