package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON body of this version of the API: an object whose member names its content, such as {@code {"customer": …}} or
 * {@code {"contacts": […]}}.
 *
 * @param content views by name; empty if there is {@code json}
 * @param json the body, if it has been serialized before
 */
public record Envelope(
        @JsonValue Map<String, ?> content, @JsonIgnore Optional<byte[]> json) {

    /** The body after an edit, if the caller did not request the whole object. */
    public static final Envelope SUCCESS = of("success", true);

    /** Wraps a view or list of views under its name. */
    public static Envelope of(String name, Object view) {
        return new Envelope(Map.of(name, view), Optional.empty());
    }

    /** Wraps JSON that has been serialized before. */
    public static Envelope ofJson(byte[] json) {
        return new Envelope(Map.of(), Optional.of(json));
    }

    /** Returns the envelope with another member at the end. */
    public Envelope and(String name, Object view) {
        var members = new LinkedHashMap<String, Object>(content);
        members.put(name, view);
        return new Envelope(members, json);
    }
}
