package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** A resource as the API shows it. It writes its members itself, in order: that is faster than looking for them. */
public interface View extends JsonSerializable {

    /** Writes the members. */
    void members(JsonGenerator json) throws IOException;

    @Override
    default void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject(this);
        members(json);
        json.writeEndObject();
    }

    @Override
    default void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }

    /** Writes a number that may be null. */
    static void number(JsonGenerator json, String name, Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
