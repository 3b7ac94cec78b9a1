package dev.billing.customers.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a row, in order.
 *
 * @param <T> the type that a row represents
 */
final class RowLayout<T> {

    /** The member of the bare representation that says what an object is. */
    static final String OBJECT = "object";

    private final String name;
    private final ListProperty<T, ?> key;
    private final List<ListProperty<T, ?>> properties;
    private final Map<String, Integer> positions = new HashMap<>();
    private final String columns;

    RowLayout(String name, List<ListProperty<T, ?>> properties) {
        this.name = name;
        this.properties = properties;
        for (var property : properties) {
            if (positions.put(property.name(), positions.size()) != null) {
                throw new IllegalArgumentException(property.name() + " is declared twice");
            }
        }
        var keys = properties.stream().filter(ListProperty::isKey).toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException("one of the properties must be the key");
        }
        this.key = keys.get(0);
        this.columns = properties.stream().map(ListProperty::column).collect(Collectors.joining(", "));
    }

    /** What a row is, for callers. */
    String name() {
        return name;
    }

    ListProperty<T, ?> key() {
        return key;
    }

    List<ListProperty<T, ?>> properties() {
        return properties;
    }

    /** The names of the members of a whole object in a representation, in the order of its JSON. */
    List<String> members(Representation representation) {
        var members = new ArrayList<String>();
        for (var property : properties) {
            if (property.isShownIn(representation)) {
                members.add(property.name());
            }
            if (property.isKey() && representation == Representation.BARE && hasMarker()) {
                members.add(OBJECT);
            }
        }
        return List.copyOf(members);
    }

    /** Whether a whole object says in the bare representation what it is: if it has no property with that name. */
    boolean hasMarker() {
        return find(OBJECT).isEmpty();
    }

    /** The columns for a select list, in the order of the properties. */
    String columns() {
        return columns;
    }

    /** The index of a property in a row. */
    int position(ListProperty<?, ?> property) {
        var position = positions.get(property.name());
        if (position == null) {
            throw new IllegalArgumentException("there is no " + property.name());
        }
        return position;
    }

    Optional<ListProperty<T, ?>> find(String name) {
        return Optional.ofNullable(positions.get(name)).map(properties::get);
    }

    /** The values of a row that was selected with {@link #columns()}. */
    @Nullable
    Object[] values(Row row) {
        var values = new @Nullable Object[properties.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = properties.get(i).read(row, i);
        }
        return values;
    }

    /** The value of a property in a row that was selected with {@link #columns()}. */
    @Nullable
    Object read(Row row, ListProperty<?, ?> property) {
        var value = property.read(row, position(property));
        return value == null && property.isFilled()
                ? property.substitute().map(other -> read(row, other)).orElse(null)
                : value;
    }

    /** The value of a property in a row, as callers of a representation see it. */
    @Nullable
    Object shown(@Nullable Object[] values, int position, Representation representation) {
        var value = values[position];
        return value == null && representation == Representation.BARE
                ? properties
                        .get(position)
                        .substitute()
                        .map(other -> values[position(other)])
                        .orElse(null)
                : value;
    }

    /** The values in the JSON of a row, whose members are named as the columns. */
    @Nullable
    Object[] values(JsonNode row) {
        return properties.stream().map(property -> property.read(row)).toArray();
    }

    @Nullable
    Object[] values(T object) {
        return properties.stream().map(property -> property.get(object)).toArray();
    }
}
