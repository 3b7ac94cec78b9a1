package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads a number in a form, in plain notation. Its length is limited, because reading digits takes more than linear time. */
final class FormDecimal extends StdDeserializer<BigDecimal> {

    private static final long serialVersionUID = 1L;

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    FormDecimal() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var text = parser.getText();
        return PLAIN.matcher(text).matches()
                ? new BigDecimal(text)
                : (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, text, "not a plain number");
    }
}
