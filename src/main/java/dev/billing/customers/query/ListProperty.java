package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * A property of the rows of a table, declared once: the select list, the insert, the reading of a row, the JSON, sort and filters all
 * follow from it. Names and columns are written into statements, so they come from the program and never from a caller.
 *
 * @param <T> what a row of the table stands for
 * @param <V> what a value is in Java
 */
public final class ListProperty<T, V> {

    /** What an index of the table does for a property within a scope. */
    enum Index {
        /** There is none: every row of the scope is looked at. */
        NONE,
        /** It finds the rows that have a value. */
        FINDS,
        /** It finds the rows that have a value, and has all rows in order, ties going by the key. */
        ORDERS
    }

    private final ValueType<V> type;
    private final Function<T, V> getter;
    private final SerializedString name;
    private String column;
    private boolean shown = true;
    private boolean sortable = true;
    private boolean filterable = true;
    private boolean inserted = true;
    private boolean required;
    private boolean unique;
    private Index index = Index.NONE;

    private ListProperty(String name, ValueType<V> type, Function<T, V> getter) {
        this.name = new SerializedString(name);
        this.type = type;
        this.column = name;
        this.getter = getter;
    }

    private ListProperty(ListProperty<T, V> other) {
        this.name = other.name;
        this.type = other.type;
        this.getter = other.getter;
        this.column = other.column;
        this.shown = other.shown;
        this.sortable = other.sortable;
        this.filterable = other.filterable;
        this.inserted = other.inserted;
        this.required = other.required;
        this.unique = other.unique;
        this.index = other.index;
    }

    /**
     * A text property that may be absent, sortable and filterable, in the column of the same name.
     *
     * @param name in JSON, and in sort and filter parameters
     * @param getter the value of an object that is to be inserted, or was read in another way
     */
    public static <T> ListProperty<T, String> text(String name, Function<T, String> getter) {
        return new ListProperty<>(name, ValueType.TEXT, getter);
    }

    /** The same for a 64 bit integer. */
    public static <T> ListProperty<T, Long> integer(String name, Function<T, Long> getter) {
        return new ListProperty<>(name, ValueType.INTEGER, getter);
    }

    /** The same for an exact decimal number. */
    public static <T> ListProperty<T, BigDecimal> decimal(String name, Function<T, BigDecimal> getter) {
        return new ListProperty<>(name, ValueType.DECIMAL, getter);
    }

    /** The same for a boolean. */
    public static <T> ListProperty<T, Boolean> bool(String name, Function<T, Boolean> getter) {
        return new ListProperty<>(name, ValueType.BOOLEAN, getter);
    }

    /** The same property in another column. */
    public ListProperty<T, V> in(String otherColumn) {
        var other = new ListProperty<>(this);
        other.column = otherColumn;
        return other;
    }

    /** The same property, refused by {@code sort}. */
    public ListProperty<T, V> notSortable() {
        var other = new ListProperty<>(this);
        other.sortable = false;
        return other;
    }

    /** The same property, refused by {@code filter}. */
    public ListProperty<T, V> notFilterable() {
        var other = new ListProperty<>(this);
        other.filterable = false;
        return other;
    }

    /** The same property, read with each row and known to no caller. */
    public ListProperty<T, V> hidden() {
        var other = notSortable().notFilterable();
        other.shown = false;
        return other;
    }

    /** The same property, which no insert sets: the database has a default, or it is absent at first. */
    public ListProperty<T, V> notInserted() {
        var other = new ListProperty<>(this);
        other.inserted = false;
        return other;
    }

    /** The same property, with a value in every row. */
    public ListProperty<T, V> always() {
        var other = new ListProperty<>(this);
        other.required = true;
        return other;
    }

    /** The same property, with a value in every row that no other row in the scope has. */
    public ListProperty<T, V> unambiguous() {
        var other = always();
        other.unique = true;
        return other;
    }

    /** The same property, with an index that has the scope's columns, this one and the key, upwards and downwards. */
    public ListProperty<T, V> indexed() {
        return indexed(Index.ORDERS);
    }

    /** The same property, with an index that finds its values and has no order of all rows. */
    public ListProperty<T, V> findable() {
        return indexed(Index.FINDS);
    }

    private ListProperty<T, V> indexed(Index by) {
        var other = new ListProperty<>(this);
        other.index = by;
        return other;
    }

    /** In JSON, and in sort and filter parameters. */
    public String name() {
        return name.getValue();
    }

    ValueType<V> type() {
        return type;
    }

    /** The column as it stands in a statement. */
    String column() {
        return quoted(column);
    }

    boolean isShown() {
        return shown;
    }

    boolean isSortable() {
        return sortable;
    }

    boolean isFilterable() {
        return filterable;
    }

    boolean isInserted() {
        return inserted;
    }

    boolean isRequired() {
        return required;
    }

    boolean isUnique() {
        return unique;
    }

    boolean isFound() {
        return index != Index.NONE;
    }

    boolean isOrdered() {
        return index == Index.ORDERS;
    }

    V read(Row row, int position) {
        return type.read(row, position);
    }

    V get(T object) {
        return type.normal(getter.apply(object));
    }

    void writeName(JsonGenerator json) throws IOException {
        json.writeFieldName(name);
    }

    /** Writes a value of this property. */
    @SuppressWarnings("unchecked")
    void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else {
            type.write(json, (V) value);
        }
    }

    /** A name as it stands in a statement. */
    static String quoted(String name) {
        return '"' + name + '"';
    }
}
