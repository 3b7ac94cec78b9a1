package dev.billing.customers.query;

/**
 * A scalar property of a resource, declared once. Names and columns are written into statements, so they come from the program
 * and never from a caller.
 *
 * @param name in JSON, and in sort and filter parameters
 * @param type what its values are
 * @param column the table's column that holds it
 * @param sortable whether {@code sort} may name it
 * @param filterable whether {@code filter} may name it
 * @param required whether every row has a value
 * @param unique whether no two rows in a scope have the same value
 * @param index what an index of the table does for it
 */
public record ListProperty(
        String name,
        ValueType type,
        String column,
        boolean sortable,
        boolean filterable,
        boolean required,
        boolean unique,
        Index index) {

    /** What an index does for a property within a scope. */
    public enum Index {
        /** There is none: every row of the scope is looked at. */
        NONE,
        /** It finds the rows that have a value. */
        FINDS,
        /** It finds the rows that have a value, and has all rows in order, ties going by id. */
        ORDERS
    }

    /** A text property that may be absent, sortable and filterable, in the column of the same name. */
    public static ListProperty text(String name) {
        return of(name, ValueType.TEXT);
    }

    /** A 64 bit integer property that may be absent, sortable and filterable, in the column of the same name. */
    public static ListProperty integer(String name) {
        return of(name, ValueType.INTEGER);
    }

    /** An exact decimal property that may be absent, sortable and filterable, in the column of the same name. */
    public static ListProperty decimal(String name) {
        return of(name, ValueType.DECIMAL);
    }

    /** A boolean property that may be absent, sortable and filterable, in the column of the same name. */
    public static ListProperty bool(String name) {
        return of(name, ValueType.BOOLEAN);
    }

    /** What every change of a row counts up: read with it, and neither shown nor listed by. */
    public static ListProperty version() {
        return integer("version").always().notSortable().notFilterable();
    }

    /** The same property in another column. */
    public ListProperty in(String otherColumn) {
        return new ListProperty(name, type, otherColumn, sortable, filterable, required, unique, index);
    }

    /** The same property, refused by {@code sort}. */
    public ListProperty notSortable() {
        return new ListProperty(name, type, column, false, filterable, required, unique, index);
    }

    /** The same property, refused by {@code filter}. */
    public ListProperty notFilterable() {
        return new ListProperty(name, type, column, sortable, false, required, unique, index);
    }

    /** The same property, with a value in every row. */
    public ListProperty always() {
        return new ListProperty(name, type, column, sortable, filterable, true, unique, index);
    }

    /** The same property, with a value in every row that no other row in the scope has. */
    public ListProperty unambiguous() {
        return new ListProperty(name, type, column, sortable, filterable, true, true, index);
    }

    /** The same property, with an index that has the scope's columns, this one and the id, upwards and downwards. */
    public ListProperty indexed() {
        return new ListProperty(name, type, column, sortable, filterable, required, unique, Index.ORDERS);
    }

    /** The same property, with an index that finds its values and has no order of all rows. */
    public ListProperty findable() {
        return new ListProperty(name, type, column, sortable, filterable, required, unique, Index.FINDS);
    }

    /** The column as it stands in a statement. */
    String quotedColumn() {
        return quoted(column);
    }

    /** A name as it stands in a statement. */
    static String quoted(String name) {
        return '"' + name + '"';
    }

    private static ListProperty of(String name, ValueType type) {
        return new ListProperty(name, type, name, true, true, false, false, Index.NONE);
    }
}
