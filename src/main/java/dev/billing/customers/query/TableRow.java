package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A row of a table: the values of its properties. As JSON it is an object with those that are shown, in the order of their declaration;
 * it writes its members itself, which is faster than looking for them.
 *
 * @param <T> what it stands for
 */
public final class TableRow<T> implements JsonSerializable {

    private final RowLayout<T> layout;
    private final Object[] values;

    /** What is shown in place of values; null if nothing is. */
    private final TableRow<?>[] expanded;

    TableRow(RowLayout<T> layout, Object[] values) {
        this(layout, values, null);
    }

    private TableRow(RowLayout<T> layout, Object[] values, TableRow<?>[] expanded) {
        this.layout = layout;
        this.values = values;
        this.expanded = expanded;
    }

    /** The value of a property; null if it is absent. */
    @SuppressWarnings("unchecked")
    public <V> V get(ListProperty<T, V> property) {
        return (V) values[layout.position(property)];
    }

    /** The value of the property with this name; empty if it is absent, or there is no such property. */
    public Optional<Object> find(String name) {
        return layout.find(name).map(property -> values[layout.position(property)]);
    }

    /** What tells the row from others in its scope. */
    public Object key() {
        return values[layout.position(layout.key())];
    }

    /** The same row, shown with a row of another table in place of the value that refers to it. */
    public TableRow<T> expand(ListProperty<T, ?> property, TableRow<?> related) {
        var more = expanded == null ? new TableRow<?>[values.length] : expanded.clone();
        more[layout.position(property)] = related;
        return new TableRow<>(layout, values, more);
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject(this);
        var properties = layout.properties();
        for (int i = 0; i < values.length; i++) {
            var property = properties.get(i);
            if (property.isShown()) {
                property.writeName(json);
                if (expanded != null && expanded[i] != null) {
                    expanded[i].serialize(json, provider);
                } else {
                    property.writeValue(json, values[i]);
                }
            }
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
                && Arrays.equals(row.expanded, expanded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
