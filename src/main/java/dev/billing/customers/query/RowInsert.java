package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The insert statement of a declared table.
 *
 * @param <T> the type that a row represents
 */
public final class RowInsert<T> {

    private final List<ListProperty<T, ?>> inserted;
    private final String sql;

    RowInsert(String table, RowLayout<T> layout, List<String> scope) {
        this.inserted =
                layout.properties().stream().filter(ListProperty::isInserted).toList();
        var columns = Stream.concat(
                        scope.stream().map(ListProperty::quoted),
                        inserted.stream().map(ListProperty::column))
                .toList();
        this.sql = "insert into " + ListProperty.quoted(table) + " (" + String.join(", ", columns) + ") values ("
                + IntStream.rangeClosed(1, columns.size())
                        .mapToObj(n -> "$" + n)
                        .collect(Collectors.joining(", "))
                + ") returning " + layout.columns();
    }

    /**
     * The statement that inserts an object and returns its row.
     *
     * @param scope the values of the scope's columns
     */
    public Statement of(T object, Object... scope) {
        var values = new ArrayList<>(List.of(scope));
        inserted.forEach(property -> values.add(property.get(object)));
        return new Statement(sql, values);
    }
}
