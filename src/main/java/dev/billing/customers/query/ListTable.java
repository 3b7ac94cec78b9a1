package dev.billing.customers.query;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table, declared once: its name, and its properties in the order of the JSON. One of them is the key, which tells the rows of any scope
 * apart and breaks ties. docs/lists.md has an example.
 *
 * @param <T> what a row stands for
 */
public final class ListTable<T> {

    private final String name;
    private final String totals;
    private final RowLayout<T> layout;

    private ListTable(String name, String totals, RowLayout<T> layout) {
        this.name = name;
        this.totals = totals;
        this.layout = layout;
    }

    /**
     * Declares a table. Two properties of the same name, or a key that is none of them, are a mistake in the program.
     *
     * @param key one of the properties, unambiguous
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> ListTable<T> of(String name, ListProperty<T, ?> key, ListProperty<T, ?>... properties) {
        return new ListTable<>(name, null, new RowLayout<>(key, List.of(properties)));
    }

    /**
     * The same declaration, if a table keeps the number of rows of each scope: it has the columns of the scope and {@code
     * count}, and the sum of {@code count} is the total of a list without filters.
     */
    public ListTable<T> withTotalsIn(String otherTable) {
        return new ListTable<>(name, otherTable, layout);
    }

    /** The same declaration for another table or view with these columns; no totals are kept for it. */
    public ListTable<T> from(String otherTable) {
        return new ListTable<>(otherTable, null, layout);
    }

    /** The columns for a select list, in the order of the properties: what {@link #read} reads. */
    public String columns() {
        return layout.columns();
    }

    /** A row that was read by {@link #columns()}. */
    public TableRow<T> read(Row row) {
        return new TableRow<>(layout, layout.values(row));
    }

    /** An object as a row. */
    public TableRow<T> row(T object) {
        return new TableRow<>(layout, layout.values(object));
    }

    /**
     * How rows are inserted.
     *
     * @param scope the columns of the scope
     */
    public RowInsert<T> insert(String... scope) {
        return new RowInsert<>(name, layout, List.of(scope));
    }

    String name() {
        return name;
    }

    Optional<String> totals() {
        return Optional.ofNullable(totals);
    }

    RowLayout<T> layout() {
        return layout;
    }

    Optional<ListProperty<T, ?>> sortable(String property) {
        return layout.find(property).filter(ListProperty::isSortable);
    }

    Optional<ListProperty<T, ?>> filterable(String property) {
        return layout.find(property).filter(ListProperty::isFilterable);
    }

    /** For an error message: what a caller could have named. */
    String names(Predicate<ListProperty<T, ?>> which) {
        return layout.properties().stream()
                .filter(which)
                .map(ListProperty::name)
                .collect(Collectors.joining(", "));
    }
}
