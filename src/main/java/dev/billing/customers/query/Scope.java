package dev.billing.customers.query;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows that a list is about, before any filter: the business that asks and, for a list below another resource, its
 * parent. The columns come from the program, never from a caller.
 *
 * @param values column to value; all of them must match
 */
public record Scope(Map<String, Object> values) {

    /** The rows of one business. */
    public static Scope business(long id) {
        return new Scope(Map.of("business_id", id));
    }

    /** The rows of this scope whose column has this value. */
    public Scope and(String column, Object value) {
        var narrower = new LinkedHashMap<>(values);
        narrower.put(column, value);
        return new Scope(narrower);
    }
}
