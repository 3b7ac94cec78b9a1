package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a statement on the rows of a scope: its text, and the values of its placeholders. The scope's values come first, so that they
 * always have the same placeholders.
 */
final class SqlBuilder {

    private final Scope scope;
    private final StringBuilder text = new StringBuilder(256);
    private final List<Object> values;

    SqlBuilder(Scope scope) {
        this.scope = scope;
        this.values = new ArrayList<>(scope.values());
    }

    /** Appends SQL, which must not contain input from a caller. */
    SqlBuilder append(String sql) {
        text.append(sql);
        return this;
    }

    /** Appends a placeholder for a value. */
    SqlBuilder bind(@Nullable Object value) {
        values.add(value);
        text.append('$').append(values.size());
        return this;
    }

    /** Adds a value, and returns its placeholder, which can be appended several times. */
    String placeholder(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** Appends the from clause, and the condition that the rows are in the scope. */
    SqlBuilder from(String table) {
        text.append(" from ").append(ListProperty.quoted(table)).append(" where ");
        for (int i = 0; i < scope.columns().size(); i++) {
            text.append(i == 0 ? "" : " and ")
                    .append(scope.columns().get(i))
                    .append(" = $")
                    .append(i + 1);
        }
        return this;
    }

    /** The first column of the scope, whose value is always {@code $1}. */
    String tenant() {
        return scope.columns().get(0);
    }

    /** Calls a function for each element, and appends a separator in between. */
    <E> SqlBuilder each(Iterable<E> elements, String separator, Consumer<E> append) {
        for (Iterator<E> rest = elements.iterator(); rest.hasNext(); ) {
            append.accept(rest.next());
            if (rest.hasNext()) {
                text.append(separator);
            }
        }
        return this;
    }

    Statement statement() {
        return new Statement(text.toString(), values);
    }
}
