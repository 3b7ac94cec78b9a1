package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table: the values of its properties. Its JSON is an object with the visible properties, in the order of their declaration.
 * The row writes this JSON itself, which is faster than a generic serializer.
 *
 * @param <T> the type that a row represents
 */
public final class TableRow<T> implements JsonSerializable {

    private final RowLayout<T> layout;
    private final @Nullable Object[] values;

    /** What is written instead of values, by the names of properties, and after them, by other names. */
    private final Map<String, Object> related;

    /** The properties that are written; null for all. */
    private final @Nullable Set<String> written;

    TableRow(RowLayout<T> layout, @Nullable Object[] values) {
        this(layout, values, Map.of(), null);
    }

    private TableRow(
            RowLayout<T> layout,
            @Nullable Object[] values,
            Map<String, Object> related,
            @Nullable Set<String> written) {
        this.layout = layout;
        this.values = values;
        this.related = related;
        this.written = written;
    }

    /** The value of a property that has one in every row. */
    @SuppressWarnings("unchecked")
    public <V> V get(ListProperty<T, V> property) {
        return (V) values[layout.position(property)];
    }

    /** The value of the property with this name; empty if it is absent, or there is no such property. */
    public Optional<Object> find(String name) {
        return layout.find(name).map(property -> values[layout.position(property)]);
    }

    /** The value of a property, as the representation that it is declared for shows it. */
    Optional<Object> find(ListProperty<?, ?> property) {
        var shown = property.isFilled() ? Representation.BARE : Representation.ENVELOPED;
        return Optional.ofNullable(layout.shown(values, layout.position(property), shown));
    }

    /** The key, which is unique within the scope. */
    public Object key() {
        return values[layout.position(layout.key())];
    }

    /** Returns the row with a related row instead of the value that refers to it. */
    public TableRow<T> expand(ListProperty<T, ?> property, TableRow<?> row) {
        return and(property.name(), row);
    }

    /** Returns the row with related rows as another member of its JSON. */
    public TableRow<T> and(String name, Object rows) {
        var more = new LinkedHashMap<>(related);
        more.put(name, rows);
        return new TableRow<>(layout, values, more, written);
    }

    /** Returns the row as an object with some of its properties. */
    TableRow<T> only(Set<String> names) {
        return new TableRow<>(layout, values, related, names);
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        var representation = Representation.of(provider);
        json.writeStartObject(this);
        for (int i = 0; i < values.length; i++) {
            var property = layout.properties().get(i);
            if (property.isShownIn(representation) && isWritten(property.name())) {
                property.writeName(json);
                writeValue(i, json, provider, representation);
            }
            if (property.isKey() && representation == Representation.BARE && hasMarker()) {
                json.writeStringField(RowLayout.OBJECT, layout.name());
            }
        }
        for (var member : related.entrySet()) {
            if (layout.find(member.getKey()).isEmpty()) {
                provider.defaultSerializeField(member.getKey(), member.getValue(), json);
            }
        }
        json.writeEndObject();
    }

    private void writeValue(
            int position, JsonGenerator json, SerializerProvider provider, Representation representation)
            throws IOException {
        var property = layout.properties().get(position);
        var whole = related.get(property.name());
        if (whole == null) {
            property.writeValue(json, layout.shown(values, position, representation));
        } else {
            provider.defaultSerializeValue(whole, json);
        }
    }

    /**
     * The value of a member of the JSON, by its name: text, a number, a boolean; null if it is absent; anything else if it is an object,
     * which {@link #value} writes.
     */
    @Nullable
    Object member(String name, Representation representation) {
        var property = layout.find(name);
        if (property.isEmpty()) {
            return layout.name();
        }
        var whole = related.get(name);
        if (whole != null) {
            return whole;
        }
        var value = layout.shown(values, layout.position(property.get()), representation);
        return value == null && property.get().hasMembers() ? Map.of() : value;
    }

    /** An object with these members of the JSON, in this order. */
    JsonSerializable select(List<String> names) {
        return new Part() {
            @Override
            public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeStartObject(this);
                for (var name : names) {
                    json.writeFieldName(name);
                    writeMember(name, json, provider);
                }
                json.writeEndObject();
            }
        };
    }

    /** The value of one member of the JSON. */
    JsonSerializable value(String name) {
        return new Part() {
            @Override
            public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
                writeMember(name, json, provider);
            }
        };
    }

    private void writeMember(String name, JsonGenerator json, SerializerProvider provider) throws IOException {
        var property = layout.find(name);
        if (property.isPresent()) {
            writeValue(layout.position(property.get()), json, provider, Representation.of(provider));
        } else {
            json.writeString(layout.name());
        }
    }

    /** A part of a row that writes itself. */
    private abstract static class Part implements JsonSerializable {

        @Override
        public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(json, provider);
        }
    }

    private boolean isWritten(String property) {
        return written == null || written.contains(property);
    }

    /** Whether the bare representation says what the object is: a whole object does, if it has no property with that name. */
    private boolean hasMarker() {
        return written == null && layout.hasMarker();
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableRow<?> row
                && row.layout == layout
                && Arrays.equals(row.values, values)
                && row.related.equals(related)
                && Objects.equals(row.written, written);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
