package dev.billing.customers.query;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a caller may see, before any filter: those of one tenant and, for a list below another resource, of one parent. Column
 * names must never come from a caller.
 */
public final class Scope {

    private final List<String> columns;
    private final List<Object> values;

    private Scope(List<String> columns, List<Object> values) {
        this.columns = columns;
        this.values = values;
    }

    /** The rows whose column has this value. */
    public static Scope of(String column, Object value) {
        return new Scope(List.of(ListProperty.quoted(column)), List.of(value));
    }

    /** The rows of this scope whose column has this value. */
    public Scope and(String column, Object value) {
        var narrower = new ArrayList<>(columns);
        narrower.add(ListProperty.quoted(column));
        var more = new ArrayList<>(values);
        more.add(value);
        return new Scope(narrower, more);
    }

    /** The columns, quoted for a statement. */
    List<String> columns() {
        return columns;
    }

    List<Object> values() {
        return values;
    }
}
