package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import java.util.Set;

/** The statements on single rows of a declared table, in a scope. */
final class RowStatements {
    private RowStatements() {}

    /** Finds the rows with one value of a property. */
    static <T, V> Statement find(ListTable<T> table, Scope scope, ListProperty<T, V> property, V value) {
        return select(table, scope, property).append(" = ").bind(value).statement();
    }

    /** Finds the rows with any of these values. They are bound as one array, so that any number of them has the same SQL. */
    static <T, V> Statement findAll(ListTable<T> table, Scope scope, ListProperty<T, V> property, Set<V> values) {
        return select(table, scope, property)
                .append(" = any (")
                .bind(property.type().array(values))
                .append(")")
                .statement();
    }

    /** Inserts an object and returns its row. */
    static <T> Statement insert(ListTable<T> table, Scope scope, T object) {
        var inserted = table.layout().properties().stream()
                .filter(ListProperty::isInserted)
                .toList();
        var sql = new SqlBuilder(scope)
                .append("insert into ")
                .append(ListProperty.quoted(table.name()))
                .append(" (");
        scope.columns().forEach(column -> sql.append(column).append(", "));
        sql.each(inserted, ", ", property -> sql.append(property.column())).append(") values (");
        for (int i = 1; i <= scope.columns().size(); i++) {
            sql.append("$" + i + ", ");
        }
        return sql.each(inserted, ", ", property -> sql.bind(property.get(object)))
                .append(") returning ")
                .append(table.columns())
                .statement();
    }

    private static SqlBuilder select(ListTable<?> table, Scope scope, ListProperty<?, ?> property) {
        return new SqlBuilder(scope)
                .append("select ")
                .append(table.columns())
                .from(table.name())
                .append(" and ")
                .append(property.column());
    }
}
