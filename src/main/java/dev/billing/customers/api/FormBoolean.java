package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.billing.customers.query.Booleans;
import java.io.IOException;

/** A boolean in a form: {@code true}, {@code false}, {@code 1} or {@code 0} (contract, "Bodies"). */
final class FormBoolean extends StdDeserializer<Boolean> {

    private static final long serialVersionUID = 1L;

    FormBoolean() {
        super(Boolean.class);
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
        return false;
    }

    @Override
    public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var text = parser.getText();
        var read = Booleans.parse(text);
        return read.isPresent()
                ? read.get()
                : (Boolean) context.handleWeirdStringValue(Boolean.class, text, "not a boolean");
    }
}
