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
public record Property(
        String name,
        PropertyType type,
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
    public static Property text(String name) {
        return of(name, PropertyType.TEXT);
    }

    /** A 64 bit integer property that may be absent, sortable and filterable, in the column of the same name. */
    public static Property integer(String name) {
        return of(name, PropertyType.INTEGER);
    }

    /** An exact decimal property that may be absent, sortable and filterable, in the column of the same name. */
    public static Property decimal(String name) {
        return of(name, PropertyType.DECIMAL);
    }

    /** A boolean property that may be absent, sortable and filterable, in the column of the same name. */
    public static Property bool(String name) {
        return of(name, PropertyType.BOOLEAN);
    }

    /** What every change of a row counts up: read with it, and neither shown nor listed by. */
    public static Property version() {
        return integer("version").always().notSortable().notFilterable();
    }

    /** The same property in another column. */
    public Property in(String otherColumn) {
        return new Property(name, type, otherColumn, sortable, filterable, required, unique, index);
    }

    /** The same property, refused by {@code sort}. */
    public Property notSortable() {
        return new Property(name, type, column, false, filterable, required, unique, index);
    }

    /** The same property, refused by {@code filter}. */
    public Property notFilterable() {
        return new Property(name, type, column, sortable, false, required, unique, index);
    }

    /** The same property, with a value in every row. */
    public Property always() {
        return new Property(name, type, column, sortable, filterable, true, unique, index);
    }

    /** The same property, with a value in every row that no other row in the scope has. */
    public Property unambiguous() {
        return new Property(name, type, column, sortable, filterable, true, true, index);
    }

    /** The same property, with an index that has the scope's columns, this one and the id, upwards and downwards. */
    public Property indexed() {
        return new Property(name, type, column, sortable, filterable, required, unique, Index.ORDERS);
    }

    /** The same property, with an index that finds its values and has no order of all rows. */
    public Property findable() {
        return new Property(name, type, column, sortable, filterable, required, unique, Index.FINDS);
    }

    private static Property of(String name, PropertyType type) {
        return new Property(name, type, name, true, true, false, false, Index.NONE);
    }
}
