package dev.billing.customers.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table, declared once: its name, and its properties in the order of the JSON. One of them is the key, which is unique within a scope
 * and breaks ties. docs/lists.md has an example.
 *
 * @param <T> the type that a row represents
 */
public final class ListTable<T> {

    private static final String CREATED_AT = "created_at";
    private static final String UPDATED_AT = "updated_at";

    private final String name;
    private final @Nullable String totals;
    private final @Nullable String counter;
    private final @Nullable Words words;
    private final RowLayout<T> layout;
    private final boolean isIndexed;

    private ListTable(
            String name,
            @Nullable String totals,
            @Nullable String counter,
            @Nullable Words words,
            RowLayout<T> layout,
            boolean isIndexed) {
        this.name = name;
        this.totals = totals;
        this.counter = counter;
        this.words = words;
        this.layout = layout;
        this.isIndexed = isIndexed;
    }

    /**
     * The table with the words that rows are searched by.
     *
     * @param name of the table
     * @param key the column with the keys of the rows, quoted
     */
    record Words(String name, String key) {}

    /**
     * Declares a table. Throws {@link IllegalArgumentException} if two properties have the same name, or if not exactly one is the key.
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> ListTable<T> of(String name, ListProperty<T, ?>... properties) {
        return new ListTable<>(name, null, null, null, new RowLayout<>(name, List.of(properties)), true);
    }

    /**
     * Returns the table with kept totals. The other table has the columns of the scope and {@code count}; the sum of {@code count} is the
     * total of a list without filters.
     */
    public ListTable<T> withTotalsIn(String otherTable) {
        return new ListTable<>(name, otherTable, null, words, layout, isIndexed);
    }

    /**
     * Returns the table with a function in the database that counts its rows without filters. Its parameters are the value of the scope, and
     * the key up to which rows are listed ({@link ListRequest#upTo}).
     */
    public ListTable<T> countedBy(String function) {
        return new ListTable<>(name, null, function, words, layout, isIndexed);
    }

    /**
     * Returns the table with search ({@code q}). The other table has the first column of the scope, {@code word}, and the keys of the rows
     * that have the word; one index on these three, and one on the scope, the key and the word (docs/lists.md).
     *
     * @param keyColumn the column with the keys
     */
    public ListTable<T> searchedIn(String otherTable, String keyColumn) {
        return new ListTable<>(
                name, totals, counter, new Words(otherTable, ListProperty.quoted(keyColumn)), layout, isIndexed);
    }

    /**
     * Returns the declaration for another table or view with the same columns, without kept totals, or for another scope of the same table.
     * Its rows are few, but the declared indexes need not have them next to each other.
     */
    public ListTable<T> from(String otherTable) {
        return new ListTable<>(otherTable, null, null, words, layout, false);
    }

    /** The columns for a select list, in the order of the properties, as {@link #read} expects them. */
    public String columns() {
        return layout.columns();
    }

    /** Converts a row that was selected with {@link #columns()}. */
    public TableRow<T> read(Row row) {
        return new TableRow<>(layout, layout.values(row));
    }

    /**
     * Converts the JSON of a row, as PostgreSQL writes it: its members are named as the columns. A property whose column is missing has no
     * value.
     */
    public TableRow<T> read(JsonNode row) {
        return new TableRow<>(layout, layout.values(row));
    }

    /**
     * Converts an earlier state of a row to an object with the properties that were different then.
     *
     * @param row the JSON of the row
     * @param previous the columns that were different, with their values of then
     */
    public TableRow<T> readPrevious(ObjectNode row, ObjectNode previous) {
        var then = row.deepCopy();
        then.setAll(previous);
        var different = layout.properties().stream()
                .filter(property -> previous.has(property.columnName()))
                .map(ListProperty::name)
                .collect(Collectors.toSet());
        return read(then).only(different);
    }

    /** Converts an object to a row. */
    public TableRow<T> row(T object) {
        return new TableRow<>(layout, layout.values(object));
    }

    /** The name of the table. */
    public String name() {
        return name;
    }

    /** The function that counts rows up to a key ({@link #countedBy}). */
    Optional<String> counter() {
        return Optional.ofNullable(counter);
    }

    /** The table with the words of the rows ({@link #searchedIn}). */
    Optional<Words> words() {
        return Optional.ofNullable(words);
    }

    Optional<String> totals() {
        return Optional.ofNullable(totals);
    }

    /** Whether the table has the declared indexes, with the columns of the scope in front. */
    boolean isIndexed() {
        return isIndexed;
    }

    RowLayout<T> layout() {
        return layout;
    }

    /** The property with this name, as it is in a representation, if lists can be sorted by it. */
    Optional<ListProperty<T, ?>> sortable(String property, Representation representation) {
        return layout.find(property).filter(ListProperty::isSortable).map(found -> found.shownIn(representation));
    }

    /** The property with this name, or with a member of this name, as it is in a representation, if lists can be filtered by it. */
    Optional<ListProperty<T, ?>> filterable(String property, Representation representation) {
        if (representation == Representation.BARE && ListProperty.isOfMember(property)) {
            return members();
        }
        return layout.find(property).filter(ListProperty::isFilterable).map(found -> found.shownIn(representation));
    }

    /** The property that has members. */
    Optional<ListProperty<T, ?>> members() {
        return layout.properties().stream().filter(ListProperty::hasMembers).findFirst();
    }

    /** When a row was changed, or if it never was, created. */
    Optional<ListProperty<T, ?>> changeTime() {
        return layout.find(UPDATED_AT).or(() -> layout.find(CREATED_AT)).map(time -> time.shownIn(Representation.BARE));
    }

    /** The amount that is open if it is positive. */
    Optional<ListProperty<T, ?>> openBalance() {
        return layout.properties().stream().filter(ListProperty::isOpenBalance).findFirst();
    }

    /** Lists the names of properties for an error message. */
    String names(Predicate<ListProperty<T, ?>> which) {
        return layout.properties().stream()
                .filter(which)
                .map(ListProperty::name)
                .collect(Collectors.joining(", "));
    }
}
