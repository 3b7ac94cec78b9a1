package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The rows that are written instead of values. */
    private final @Nullable TableRow<?> @Nullable [] expanded;

    /** Lists that are written after the properties, by name. */
    private final Map<String, List<? extends TableRow<?>>> lists;

    TableRow(RowLayout<T> layout, @Nullable Object[] values) {
        this(layout, values, null, Map.of());
    }

    private TableRow(
            RowLayout<T> layout,
            @Nullable Object[] values,
            @Nullable TableRow<?> @Nullable [] expanded,
            Map<String, List<? extends TableRow<?>>> lists) {
        this.layout = layout;
        this.values = values;
        this.expanded = expanded;
        this.lists = lists;
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

    /** The key, which is unique within the scope. */
    public Object key() {
        return values[layout.position(layout.key())];
    }

    /** Returns the row with a related row instead of the value that refers to it. */
    public TableRow<T> expand(ListProperty<T, ?> property, TableRow<?> related) {
        var more = expanded == null ? new TableRow<?>[values.length] : expanded.clone();
        more[layout.position(property)] = related;
        return new TableRow<>(layout, values, more, lists);
    }

    /** Returns the row with a list of related rows as its last member. */
    public TableRow<T> and(String name, List<? extends TableRow<?>> related) {
        return new TableRow<>(layout, values, expanded, Map.of(name, related));
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject(this);
        var properties = layout.properties();
        for (int i = 0; i < values.length; i++) {
            var property = properties.get(i);
            if (!property.isHidden()) {
                property.writeName(json);
                if (expanded != null && expanded[i] != null) {
                    expanded[i].serialize(json, provider);
                } else {
                    property.writeValue(json, values[i]);
                }
            }
        }
        for (var list : lists.entrySet()) {
            provider.defaultSerializeField(list.getKey(), list.getValue(), json);
        }
        json.writeEndObject();
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
                && Arrays.equals(row.expanded, expanded)
                && row.lists.equals(lists);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
