package dev.billing.customers.query;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a caller wants of the rows of a list. The rows that are listed match all filters. */
interface Filter {

    /** The condition of the rows that match, as the index that finds them has it. */
    Condition condition();

    /** The condition in the form that is compared fastest with a row that is read anyway. */
    default Condition comparison() {
        return condition();
    }

    /** Whether the rows that match are next to each other in the order of a property, or a few groups of such rows. */
    default boolean isRangeOf(ListProperty<?, ?> order) {
        return false;
    }

    /** The condition of the rows that do not match, if they are the ones that are easy to find. */
    default Optional<Condition> complement() {
        return Optional.empty();
    }

    /** Whether a row that was read matches. */
    boolean matches(TableRow<?> row);

    /** Whether an index finds the rows that match. */
    boolean isFound();

    /**
     * The conditions, one for each value, whose rows together are those that match, if an index has the rows of each next to each other, in the
     * order of the key.
     */
    default List<Condition> inOrderOfKey() {
        return List.of();
    }

    /** Whether it has a value for each row that matches. */
    default boolean isOfFew() {
        return false;
    }

    /** Whether PostgreSQL cannot know how many rows match, and so which of two indexes is better: they are counted first. */
    default boolean isCountedFirst() {
        return false;
    }

    /** What the filter means: the same for every way to write it. */
    List<String> meaning();

    /**
     * A property equals one of the values, or is absent if that is allowed.
     *
     * @param values each of the property's type, or its key ({@link ListProperty#forEquality}); may be empty
     * @param orAbsent whether a row without a value matches
     */
    record OneOf(ListProperty<?, ?> property, Set<Object> values, boolean orAbsent) implements Filter {

        @Override
        public Condition condition() {
            if (values.isEmpty()) {
                return orAbsent ? new Condition.Absent(property) : new Condition.Never();
            }
            var matches = new Condition.OneOf(property, values);
            return orAbsent ? new Condition.Any(List.of(matches, new Condition.Absent(property))) : matches;
        }

        @Override
        public boolean isRangeOf(ListProperty<?, ?> order) {
            return property.name().equals(order.name());
        }

        @Override
        public boolean matches(TableRow<?> row) {
            return row.find(property)
                    .map(property::comparable)
                    .map(values::contains)
                    .orElse(orAbsent);
        }

        @Override
        public boolean isFound() {
            return property.isFound();
        }

        @Override
        public List<Condition> inOrderOfKey() {
            if (!isFound()) {
                return List.of();
            }
            var each = values.stream().map(value -> Condition.equal(property, value));
            return (orAbsent ? Stream.concat(each, Stream.of(new Condition.Absent(property))) : each).toList();
        }

        @Override
        public boolean isOfFew() {
            return property.isUnique() && !orAbsent;
        }

        @Override
        public List<String> meaning() {
            return withValues(values, property.identity(), Boolean.toString(orAbsent));
        }
    }

    /** A property is on one side of a value. */
    record Comparison(ListProperty<?, ?> property, Operator operator, Object value) implements Filter {

        @Override
        public Condition condition() {
            return new Condition.Bounded(property, operator.sql(), value);
        }

        @Override
        public Condition comparison() {
            return new Condition.Compared(property, operator.sql(), value);
        }

        @Override
        public boolean isRangeOf(ListProperty<?, ?> order) {
            return property.column().equals(order.column());
        }

        @Override
        @SuppressWarnings("unchecked")
        public boolean matches(TableRow<?> row) {
            return row.find(property)
                    .filter(found -> operator.holds(((Comparable<Object>) found).compareTo(value)))
                    .isPresent();
        }

        @Override
        public boolean isFound() {
            return property.isFound();
        }

        @Override
        public boolean isCountedFirst() {
            return isFound();
        }

        @Override
        public List<String> meaning() {
            return withValues(Set.of(value), property.identity(), operator.sql());
        }
    }

    /**
     * A property does not have a value; what is absent does not have it.
     *
     * @param value null for the rows that have any value
     */
    record Not(ListProperty<?, ?> property, @Nullable Object value) implements Filter {

        @Override
        public Condition condition() {
            if (value == null) {
                return new Condition.Present(property);
            }
            var others = new ArrayList<Condition>();
            others.add(new Condition.Compared(property, Operator.LT.sql(), value));
            others.add(new Condition.Compared(property, Operator.GT.sql(), value));
            if (!property.isRequired()) {
                others.add(new Condition.Absent(property));
            }
            return new Condition.Any(others);
        }

        @Override
        public Condition comparison() {
            return value == null ? condition() : new Condition.Differs(property, value);
        }

        @Override
        public boolean matches(TableRow<?> row) {
            return !row.find(property).map(property::comparable).equals(Optional.ofNullable(value));
        }

        @Override
        public Optional<Condition> complement() {
            return Optional.of(Condition.equal(property, value));
        }

        @Override
        public boolean isFound() {
            return property.isFound();
        }

        @Override
        public boolean isCountedFirst() {
            return true;
        }

        @Override
        public List<String> meaning() {
            var values = Optional.<Object>ofNullable(value).map(Set::of).orElse(Set.of());
            return withValues(values, property.identity(), Operator.NE.toString());
        }
    }

    /**
     * A text begins with a start, in whatever case.
     *
     * @param start its key, or what the database makes the key of
     */
    record StartsWith(ListProperty<?, ?> property, String start) implements Filter {

        @Override
        public Condition condition() {
            return new Condition.StartsWith(property, start);
        }

        @Override
        public boolean matches(TableRow<?> row) {
            var key = property.textKey().of();
            return row.find(property)
                    .filter(found -> key.apply((String) found).startsWith(key.apply(start)))
                    .isPresent();
        }

        @Override
        public boolean isFound() {
            return true;
        }

        @Override
        public boolean isCountedFirst() {
            return true;
        }

        @Override
        public List<String> meaning() {
            return withValues(Set.of(start), property.identity(), Operator.STARTS_WITH.toString());
        }
    }

    /**
     * A text has another one in it, in whatever case.
     *
     * @param part its key, or what the database makes the key of
     */
    record Contains(ListProperty<?, ?> property, String part) implements Filter {

        @Override
        public Condition condition() {
            return new Condition.Contains(property, part, true);
        }

        @Override
        public Condition comparison() {
            return new Condition.Contains(property, part, false);
        }

        @Override
        public boolean matches(TableRow<?> row) {
            var key = property.textKey().of();
            return row.find(property)
                    .filter(found -> key.apply((String) found).contains(key.apply(part)))
                    .isPresent();
        }

        @Override
        public boolean isFound() {
            return true;
        }

        @Override
        public boolean isCountedFirst() {
            return true;
        }

        @Override
        public List<String> meaning() {
            return withValues(Set.of(part), property.identity(), Operator.CONTAINS.toString());
        }
    }

    /**
     * A member of a property has one of the values, or is absent if that is allowed.
     *
     * @param property has members
     */
    record Member(ListProperty<?, ?> property, String key, Set<String> values, boolean orAbsent) implements Filter {

        @Override
        public Condition condition() {
            return condition(isFound());
        }

        @Override
        public Condition comparison() {
            return condition(false);
        }

        private Condition condition(boolean byIndex) {
            var matches = new ArrayList<Condition>();
            if (!values.isEmpty()) {
                matches.add(new Condition.HasMember(property, key, List.copyOf(values), byIndex));
            }
            if (orAbsent) {
                matches.add(new Condition.MemberAbsent(property, key));
            }
            return matches.isEmpty() ? new Condition.Never() : new Condition.Any(matches);
        }

        @Override
        public boolean matches(TableRow<?> row) {
            var member = row.find(property).map(members -> ((JsonObject) members).getString(key));
            return member.map(values::contains).orElse(orAbsent);
        }

        @Override
        public boolean isFound() {
            return property.isFound() && !orAbsent;
        }

        @Override
        public boolean isCountedFirst() {
            return isFound();
        }

        @Override
        public List<String> meaning() {
            return withValues(Set.copyOf(values), property.identity(), "." + key, Boolean.toString(orAbsent));
        }
    }

    private static List<String> withValues(Set<Object> values, String... parts) {
        var meaning = new ArrayList<>(List.of(parts));
        values.stream().map(Filter::canonical).sorted().forEach(meaning::add);
        return meaning;
    }

    /** The text of a value, the same for equal values. */
    static String canonical(Object value) {
        return value instanceof BigDecimal decimal
                ? decimal.stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
