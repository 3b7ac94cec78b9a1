package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.billing.customers.query.Export;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a body. The enveloped representation has an object whose members name the content, such as {@code {"customer": …}} or
 * {@code {"contacts": […]}}; the bare one has the content itself.
 *
 * @param content views by name; empty if there is {@code json}
 * @param other the view of the bare representation, if it is not the content
 * @param json the body, if it has been serialized before
 * @param export the rows, if they are sent as a whole
 */
public record Envelope(
        @JsonValue Map<String, ?> content,
        @JsonIgnore Optional<Object> other,
        @JsonIgnore Optional<byte[]> json,
        @JsonIgnore Optional<Export<?>> export) {

    /** The body after a change, if the caller did not request the whole object. It is the same in both representations. */
    public static final Envelope SUCCESS = of("success", true).orBare(Map.of("success", true));

    /** Wraps a view or list of views under its name. */
    public static Envelope of(String name, Object view) {
        return new Envelope(Map.of(name, view), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Wraps JSON that has been serialized before. */
    public static Envelope ofJson(byte[] json) {
        return new Envelope(Map.of(), Optional.empty(), Optional.of(json), Optional.empty());
    }

    /** The rows of an export, which have no envelope. */
    static Envelope ofExport(Export<?> export) {
        return new Envelope(Map.of(), Optional.empty(), Optional.empty(), Optional.of(export));
    }

    /** Returns the envelope with another member at the end. */
    public Envelope and(String name, Object view) {
        var members = new LinkedHashMap<String, Object>(content);
        members.put(name, view);
        return new Envelope(members, other, json, export);
    }

    /** Returns the envelope with another view for the bare representation. */
    public Envelope orBare(Object view) {
        return new Envelope(content, Optional.of(view), json, export);
    }

    /** The view of the bare representation. */
    Object bare() {
        return other.orElseGet(() -> content.values().iterator().next());
    }
}
