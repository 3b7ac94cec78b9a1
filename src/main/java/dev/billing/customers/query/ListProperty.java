package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A property of the rows of a table, declared once: the select list, the insert, the reading of a row, the JSON, sort and filters all
 * follow from it. Names and columns are written into statements, so they come from the program and never from a caller.
 *
 * @param <T> what a row of the table stands for
 * @param <V> what a value is in Java
 */
public final class ListProperty<T, V> {

    /** What a declaration says about a property. */
    private enum Trait {
        HIDDEN,
        NOT_SORTABLE,
        NOT_FILTERABLE,
        NOT_INSERTED,
        REQUIRED,
        UNIQUE,
        /** An index finds the rows of a scope that have a value. */
        FOUND,
        /** An index has all rows of a scope in order, ties going by the key. */
        ORDERED
    }

    private final SerializedString name;
    private final ValueType<V> type;
    private final Function<T, V> getter;
    private final String column;
    private final Set<Trait> traits;

    private ListProperty(
            SerializedString name, ValueType<V> type, Function<T, V> getter, String column, Set<Trait> traits) {
        this.name = name;
        this.type = type;
        this.getter = getter;
        this.column = column;
        this.traits = traits;
    }

    private static <T, V> ListProperty<T, V> of(String name, ValueType<V> type, Function<T, V> getter) {
        return new ListProperty<>(new SerializedString(name), type, getter, quoted(name), EnumSet.noneOf(Trait.class));
    }

    private ListProperty<T, V> with(Trait... more) {
        var all = EnumSet.copyOf(traits);
        all.addAll(List.of(more));
        return new ListProperty<>(name, type, getter, column, all);
    }

    /**
     * A text property that may be absent, sortable and filterable, in the column of the same name.
     *
     * @param name in JSON, and in sort and filter parameters
     * @param getter the value of an object that is to be inserted, or was read in another way
     */
    public static <T> ListProperty<T, String> text(String name, Function<T, String> getter) {
        return of(name, ValueType.TEXT, getter);
    }

    /** The same for a 64 bit integer. */
    public static <T> ListProperty<T, Long> integer(String name, Function<T, Long> getter) {
        return of(name, ValueType.INTEGER, getter);
    }

    /** The same for an exact decimal number. */
    public static <T> ListProperty<T, BigDecimal> decimal(String name, Function<T, BigDecimal> getter) {
        return of(name, ValueType.DECIMAL, getter);
    }

    /** The same for a boolean. */
    public static <T> ListProperty<T, Boolean> bool(String name, Function<T, Boolean> getter) {
        return of(name, ValueType.BOOLEAN, getter);
    }

    /** The same property in another column. */
    public ListProperty<T, V> in(String otherColumn) {
        return new ListProperty<>(name, type, getter, quoted(otherColumn), traits);
    }

    /** The same property, refused by {@code sort}. */
    public ListProperty<T, V> notSortable() {
        return with(Trait.NOT_SORTABLE);
    }

    /** The same property, refused by {@code filter}. */
    public ListProperty<T, V> notFilterable() {
        return with(Trait.NOT_FILTERABLE);
    }

    /** The same property, read with each row and known to no caller. */
    public ListProperty<T, V> hidden() {
        return with(Trait.HIDDEN, Trait.NOT_SORTABLE, Trait.NOT_FILTERABLE);
    }

    /** The same property, which no insert sets: the database has a default, or it is absent at first. */
    public ListProperty<T, V> notInserted() {
        return with(Trait.NOT_INSERTED);
    }

    /** The same property, with a value in every row. */
    public ListProperty<T, V> always() {
        return with(Trait.REQUIRED);
    }

    /** The same property, with a value in every row that no other row in the scope has. */
    public ListProperty<T, V> unambiguous() {
        return with(Trait.REQUIRED, Trait.UNIQUE);
    }

    /** The same property, with an index that has the scope's columns, this one and the key, upwards and downwards. */
    public ListProperty<T, V> indexed() {
        return with(Trait.FOUND, Trait.ORDERED);
    }

    /** The same property, with an index that finds its values and has no order of all rows. */
    public ListProperty<T, V> findable() {
        return with(Trait.FOUND);
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
        return column;
    }

    boolean isShown() {
        return !traits.contains(Trait.HIDDEN);
    }

    boolean isSortable() {
        return !traits.contains(Trait.NOT_SORTABLE);
    }

    boolean isFilterable() {
        return !traits.contains(Trait.NOT_FILTERABLE);
    }

    boolean isInserted() {
        return !traits.contains(Trait.NOT_INSERTED);
    }

    boolean isRequired() {
        return traits.contains(Trait.REQUIRED);
    }

    boolean isUnique() {
        return traits.contains(Trait.UNIQUE);
    }

    boolean isFound() {
        return traits.contains(Trait.FOUND);
    }

    boolean isOrdered() {
        return traits.contains(Trait.ORDERED);
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
