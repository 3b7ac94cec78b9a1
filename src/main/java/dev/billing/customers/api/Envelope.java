package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON representation of this version of the API: an object whose member names what it holds, such as {@code {"customer":
 * …}} or {@code {"contacts": […]}}.
 *
 * @param content name to view; empty if it is written already
 * @param json the JSON, if it is written already
 */
public record Envelope(
        @JsonValue Map<String, ?> content, @JsonIgnore Optional<byte[]> json) {

    /** The answer to an edit whose caller did not ask for the representation. */
    public static final Envelope SUCCESS = of("success", true);

    /** A view or list of views under its name. */
    public static Envelope of(String name, Object view) {
        return new Envelope(Map.of(name, view), Optional.empty());
    }

    /** The representation that was written before. */
    public static Envelope ofJson(byte[] json) {
        return new Envelope(Map.of(), Optional.of(json));
    }

    /** The same with one more member behind the others. */
    public Envelope and(String name, Object view) {
        var members = new LinkedHashMap<String, Object>(content);
        members.put(name, view);
        return new Envelope(members, json);
    }
}
