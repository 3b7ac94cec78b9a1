package dev.billing.customers.query;

import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a resource declares to be read: its table, how a row becomes what callers see, and its scalar properties in the order of
 * its JSON. One of them is {@code id}, unique within any scope, by which ties are broken.
 *
 * <pre>{@code
 * ResourceProperties.of("contact", ContactView::of,
 *         Property.integer("id").unambiguous(), Property.integer("customer").in("customer_id"), Property.text("name"));
 * }</pre>
 *
 * @param <V> what a row is shown as
 */
public final class ResourceProperties<V> {

    private final String table;
    private final Function<Row, V> view;
    private final String totals;
    private final Map<String, Property> byName;
    private final List<Property> all;
    private final String columns;

    private ResourceProperties(String table, Function<Row, V> view, String totals, Map<String, Property> byName) {
        this.table = table;
        this.view = view;
        this.totals = totals;
        this.byName = byName;
        this.all = List.copyOf(byName.values());
        this.columns = all.stream()
                .map(property -> ListStatement.quoted(property.column()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Declares the properties of a table. Two of the same name, or none named id, are a mistake in the program.
     *
     * @param view reads a row, whose columns are those of the properties, in their order
     */
    public static <V> ResourceProperties<V> of(String table, Function<Row, V> view, Property... properties) {
        var byName = new LinkedHashMap<String, Property>();
        for (var property : properties) {
            if (byName.put(property.name(), property) != null) {
                throw new IllegalArgumentException(table + " declares " + property.name() + " twice");
            }
        }
        if (!byName.containsKey("id")) {
            throw new IllegalArgumentException(table + " declares no id to break ties by");
        }
        return new ResourceProperties<>(table, view, null, byName);
    }

    /**
     * The same declaration, where a table keeps the number of rows of each scope: it has the columns of the scope and {@code
     * count}, and the sum of {@code count} is the total of a list without filters.
     */
    public ResourceProperties<V> withTotalsIn(String otherTable) {
        return new ResourceProperties<>(table, view, otherTable, byName);
    }

    /** The same declaration for another table or view with these columns; no totals are kept for it. */
    public ResourceProperties<V> from(String otherTable) {
        return new ResourceProperties<>(otherTable, view, null, byName);
    }

    String table() {
        return table;
    }

    Optional<String> totals() {
        return Optional.ofNullable(totals);
    }

    /** The columns for a select list, in the order of the properties: what the view is read from. */
    public String columns() {
        return columns;
    }

    /** How many columns a select list of them has. */
    int size() {
        return all.size();
    }

    V view(Row row) {
        return view.apply(row);
    }

    /** The value that a row read by this declaration has in one of its properties; null where it is absent. */
    Object value(Row row, Property property) {
        return property.type().read(row, all.indexOf(property));
    }

    Property id() {
        return byName.get("id");
    }

    Optional<Property> sortable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(Property::sortable);
    }

    Optional<Property> filterable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(Property::filterable);
    }

    /** For an error message: what a caller could have named. */
    String names(Predicate<Property> which) {
        return byName.values().stream().filter(which).map(Property::name).collect(Collectors.joining(", "));
    }
}
