package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A property of the rows of a table, declared once. The select list, inserts, reading of rows, JSON, sort and filters are derived from
 * it. Names and columns become part of statements, so they must never come from a caller.
 *
 * @param <T> the type that a row represents
 * @param <V> the Java type of the values
 */
public final class ListProperty<T, V> {

    private enum Trait {
        HIDDEN,
        /** Only callers of the bare representation see it. */
        BARE,
        /** It has texts by key. */
        MEMBERS,
        /** It has the value of its substitute where it is absent. */
        FILLED,
        /** An index finds the parts of its texts. */
        PARTS,
        OPEN_BALANCE,
        NOT_SORTABLE,
        NOT_FILTERABLE,
        NOT_INSERTED,
        REQUIRED,
        UNIQUE,
        /** An index finds the rows of a scope by value. */
        FOUND,
        /** An index finds them by the value that the bare representation shows. */
        FOUND_IN_BARE,
        /** An index has all rows of a scope in order; ties are ordered by the key. */
        ORDERED,
        KEY
    }

    /** The name of the property with members. */
    static final String METADATA = "metadata";

    /** The maximum length of the key of a member, in characters. */
    public static final int MAX_KEY = 40;

    /** Between the name of the property and that of its member. */
    static final String OF_MEMBER = ".";

    private final SerializedString name;
    private final ValueType<V> type;
    private final Function<T, @Nullable V> getter;
    private final String column;
    private final @Nullable ListProperty<T, V> substitute;
    private final @Nullable TextKey textKey;
    private final Set<Trait> traits;

    private ListProperty(
            SerializedString name,
            ValueType<V> type,
            Function<T, @Nullable V> getter,
            String column,
            @Nullable ListProperty<T, V> substitute,
            @Nullable TextKey textKey,
            Set<Trait> traits) {
        this.name = name;
        this.type = type;
        this.getter = getter;
        this.column = column;
        this.substitute = substitute;
        this.textKey = textKey;
        this.traits = traits;
    }

    private static <T, V> ListProperty<T, V> of(String name, ValueType<V> type, Function<T, @Nullable V> getter) {
        return new ListProperty<>(
                new SerializedString(name), type, getter, quoted(name), null, null, EnumSet.noneOf(Trait.class));
    }

    private ListProperty<T, V> with(Trait... more) {
        var all = EnumSet.copyOf(traits);
        all.addAll(List.of(more));
        return new ListProperty<>(name, type, getter, column, substitute, textKey, all);
    }

    /**
     * A text property that may be absent. It is sortable and filterable, and its column has the same name.
     *
     * @param name in JSON, and in sort and filter parameters
     * @param getter reads the value of an object that is inserted, or that was not read from a row
     */
    public static <T> ListProperty<T, String> text(String name, Function<T, @Nullable String> getter) {
        return of(name, ValueType.TEXT, getter);
    }

    /** Like {@link #text}, for a 64 bit integer. */
    public static <T> ListProperty<T, Long> integer(String name, Function<T, @Nullable Long> getter) {
        return of(name, ValueType.INTEGER, getter);
    }

    /** Like {@link #text}, for an exact decimal number. */
    public static <T> ListProperty<T, BigDecimal> decimal(String name, Function<T, @Nullable BigDecimal> getter) {
        return of(name, ValueType.DECIMAL, getter);
    }

    /** Like {@link #text}, for a boolean. */
    public static <T> ListProperty<T, Boolean> bool(String name, Function<T, @Nullable Boolean> getter) {
        return of(name, ValueType.BOOLEAN, getter);
    }

    /**
     * The metadata: texts by key, in the bare representation. Callers filter by {@code metadata.key}. A property that is {@link #found} has
     * an index on {@code member_terms(tenant, metadata)}, with the first column of the scope.
     */
    public static <T> ListProperty<T, JsonObject> metadata(Function<T, @Nullable JsonObject> getter) {
        return of(METADATA, ValueType.MEMBERS, getter)
                .with(Trait.BARE, Trait.MEMBERS, Trait.NOT_SORTABLE, Trait.NOT_FILTERABLE);
    }

    /** Returns the property with another column. */
    public ListProperty<T, V> in(String otherColumn) {
        return new ListProperty<>(name, type, getter, quoted(otherColumn), substitute, textKey, traits);
    }

    /**
     * Returns the property as one that has, in the bare representation, the value of another one where it is absent. The other one is
     * present in every row. If the property is {@link #ordered}, there are indexes for both representations.
     */
    public ListProperty<T, V> orInBare(ListProperty<T, V> other) {
        return new ListProperty<>(name, type, getter, column, other, textKey, traits);
    }

    /** Returns the property as the amount that is open if it is positive, for {@code open_balance}. */
    public ListProperty<T, V> openBalance() {
        return with(Trait.OPEN_BALANCE);
    }

    public ListProperty<T, V> notSortable() {
        return with(Trait.NOT_SORTABLE);
    }

    public ListProperty<T, V> notFilterable() {
        return with(Trait.NOT_FILTERABLE);
    }

    /** Returns the property as one that is read with each row and is not visible to callers. */
    public ListProperty<T, V> hidden() {
        return with(Trait.HIDDEN, Trait.NOT_SORTABLE, Trait.NOT_FILTERABLE);
    }

    /** Returns the property as one that inserts do not set: the database has a default, or it is absent at first. */
    public ListProperty<T, V> notInserted() {
        return with(Trait.NOT_INSERTED);
    }

    /** Returns the property as one that has a value in every row. */
    public ListProperty<T, V> required() {
        return with(Trait.REQUIRED);
    }

    /** Returns the property as one that has a value in every row, which is unique within the scope. */
    public ListProperty<T, V> unique() {
        return with(Trait.REQUIRED, Trait.UNIQUE);
    }

    /** Returns the property with an index on the scope's columns, this one and the key, for ascending and descending order. */
    public ListProperty<T, V> ordered() {
        return with(Trait.FOUND, Trait.ORDERED);
    }

    /** Returns the property with an index that finds rows by value, and does not have all rows in order. */
    public ListProperty<T, V> found() {
        return with(Trait.FOUND);
    }

    /**
     * Returns the property with an index on the scope's columns, the value that the bare representation shows ({@link #orInBare}) and the key,
     * upwards.
     */
    public ListProperty<T, V> foundInBare() {
        return with(Trait.FOUND_IN_BARE);
    }

    /**
     * Returns the text property with an index on the scope's columns, {@code without_case(column)} and the key, for {@code starts_with}.
     */
    public ListProperty<T, V> startingWith() {
        return new ListProperty<>(name, type, getter, column, substitute, TextKey.withoutCase(column), traits);
    }

    /**
     * Returns the text property as one whose values are equal if they have the same key, with an index on the scope's columns, the key of a
     * row, and the key of the table. It serves {@code starts_with}, too.
     *
     * @param expression the key of a row, in SQL
     * @param key makes the key of a text, or of the start of one
     */
    public ListProperty<T, V> comparedBy(String expression, UnaryOperator<String> key) {
        var byKey = new TextKey(expression, "", key, true);
        return new ListProperty<>(name, type, getter, column, substitute, byKey, traits);
    }

    /**
     * Returns the text property, which is {@link #startingWith} or {@link #comparedBy}, with a GIN index on {@code text_parts(tenant, key of a row)},
     * with the first column of the scope, for {@code contains}.
     */
    public ListProperty<T, V> containing() {
        return with(Trait.PARTS);
    }

    /** Returns the property as the key of its table, which is unique within the scope, has an index, and breaks ties. */
    public ListProperty<T, V> key() {
        return with(Trait.KEY, Trait.REQUIRED, Trait.UNIQUE, Trait.FOUND, Trait.ORDERED);
    }

    /** The name in JSON, and in sort and filter parameters. */
    public String name() {
        return name.getValue();
    }

    ValueType<V> type() {
        return type;
    }

    /** The column, quoted for a statement. */
    String column() {
        return column;
    }

    /** The value in the JSON of a row. */
    @Nullable
    V read(JsonNode row) {
        var value = row.get(columnName());
        return value == null || value.isNull() ? null : type.normal(type.parse(value));
    }

    /** The column, as it is named in the JSON of a row. */
    String columnName() {
        return column.substring(1, column.length() - 1);
    }

    /** The name, and whether the property is one of the bare representation. */
    String identity() {
        return isFilled() ? name() + OF_MEMBER + Representation.BARE.version() : name();
    }

    /** Whether a name is that of a member of the metadata. */
    static boolean isOfMember(String name) {
        return name.startsWith(METADATA + OF_MEMBER) && name.length() > METADATA.length() + OF_MEMBER.length();
    }

    /** The property as the callers of a representation sort and filter by it. */
    ListProperty<T, V> shownIn(Representation representation) {
        if (substitute == null || representation == Representation.ENVELOPED) {
            return this;
        }
        var filled = "coalesce(" + column + ", " + substitute.column + ")";
        var shown = new ListProperty<>(name, type, getter, filled, substitute, textKey, traits);
        return traits.contains(Trait.FOUND_IN_BARE)
                ? shown.with(Trait.FILLED, Trait.REQUIRED, Trait.FOUND)
                : shown.with(Trait.FILLED, Trait.REQUIRED);
    }

    /** The property as it is compared for equality: if that is done by a key, the column is the key of a row. */
    ListProperty<T, V> forEquality() {
        return textKey == null || !textKey.isEquality()
                ? this
                : new ListProperty<>(name, type, getter, textKey.expression(), substitute, textKey, traits)
                        .with(Trait.FOUND);
    }

    /** What is compared in place of a value: its key, or the value itself. */
    Object comparable(Object value) {
        return textKey == null || !textKey.isEquality() ? value : textKey.of().apply((String) value);
    }

    /** The key that the property's texts are compared by. */
    TextKey textKey() {
        if (textKey == null) {
            throw new IllegalStateException(name() + " is not compared by a key");
        }
        return textKey;
    }

    boolean hasParts() {
        return traits.contains(Trait.PARTS);
    }

    boolean hasTextKey() {
        return textKey != null;
    }

    /** The property whose value it has, in the bare representation, where it is absent. */
    Optional<ListProperty<T, V>> substitute() {
        return Optional.ofNullable(substitute);
    }

    /** Whether it has the value of its substitute where it is absent. */
    boolean isFilled() {
        return traits.contains(Trait.FILLED);
    }

    boolean isShownIn(Representation representation) {
        return !traits.contains(Trait.HIDDEN)
                && (representation == Representation.BARE || !traits.contains(Trait.BARE));
    }

    boolean hasMembers() {
        return traits.contains(Trait.MEMBERS);
    }

    boolean isOpenBalance() {
        return traits.contains(Trait.OPEN_BALANCE);
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

    boolean isKey() {
        return traits.contains(Trait.KEY);
    }

    @Nullable
    V read(Row row, int position) {
        return type.read(row, position);
    }

    @Nullable
    V get(T object) {
        return type.normal(getter.apply(object));
    }

    void writeName(JsonGenerator json) throws IOException {
        json.writeFieldName(name);
    }

    @SuppressWarnings("unchecked")
    void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null && hasMembers()) {
            json.writeStartObject();
            json.writeEndObject();
        } else if (value == null) {
            json.writeNull();
        } else {
            type.write(json, (V) value);
        }
    }

    /** Quotes a name for a statement. */
    static String quoted(String name) {
        return '"' + name + '"';
    }
}
