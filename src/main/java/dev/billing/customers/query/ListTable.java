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
 * ListTable.of("contact", ContactView::of,
 *         ListProperty.integer("id").unambiguous(), ListProperty.integer("customer").in("customer_id"), ListProperty.text("name"));
 * }</pre>
 *
 * @param <V> what a row is shown as
 */
public final class ListTable<V> {

    private final String table;
    private final Function<Row, V> view;
    private final String totals;
    private final Map<String, ListProperty> byName;
    private final List<ListProperty> all;
    private final String columns;

    private ListTable(String table, Function<Row, V> view, String totals, Map<String, ListProperty> byName) {
        this.table = table;
        this.view = view;
        this.totals = totals;
        this.byName = byName;
        this.all = List.copyOf(byName.values());
        this.columns = all.stream().map(ListProperty::quotedColumn).collect(Collectors.joining(", "));
    }

    /**
     * Declares the properties of a table. Two of the same name, or none named id, are a mistake in the program.
     *
     * @param view reads a row, whose columns are those of the properties, in their order
     */
    public static <V> ListTable<V> of(String table, Function<Row, V> view, ListProperty... properties) {
        var byName = new LinkedHashMap<String, ListProperty>();
        for (var property : properties) {
            if (byName.put(property.name(), property) != null) {
                throw new IllegalArgumentException(table + " declares " + property.name() + " twice");
            }
        }
        if (!byName.containsKey("id")) {
            throw new IllegalArgumentException(table + " declares no id to break ties by");
        }
        return new ListTable<>(table, view, null, byName);
    }

    /**
     * The same declaration, where a table keeps the number of rows of each scope: it has the columns of the scope and {@code
     * count}, and the sum of {@code count} is the total of a list without filters.
     */
    public ListTable<V> withTotalsIn(String otherTable) {
        return new ListTable<>(table, view, otherTable, byName);
    }

    /** The same declaration for another table or view with these columns; no totals are kept for it. */
    public ListTable<V> from(String otherTable) {
        return new ListTable<>(otherTable, view, null, byName);
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
    Object value(Row row, ListProperty property) {
        return property.type().read(row, all.indexOf(property));
    }

    ListProperty id() {
        return byName.get("id");
    }

    Optional<ListProperty> sortable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(ListProperty::sortable);
    }

    Optional<ListProperty> filterable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(ListProperty::filterable);
    }

    /** For an error message: what a caller could have named. */
    String names(Predicate<ListProperty> which) {
        return byName.values().stream().filter(which).map(ListProperty::name).collect(Collectors.joining(", "));
    }
}
