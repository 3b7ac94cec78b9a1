package dev.billing.customers.query;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a caller wants of the rows of a list. The rows that are listed match all filters. */
interface Filter {

    /** The condition of the rows that match, as the index that finds them has it. */
    Condition condition();

    /** The condition in the form that is compared fastest with a row that is read anyway. */
    Condition comparison();

    /** Whether a row that was read matches. */
    boolean matches(TableRow<?> row);

    /** Whether an index finds the rows that match. */
    boolean isFound();

    /** Whether an index has the rows that match next to each other, in the order of the key. */
    boolean isOfOneValue();

    /** Whether PostgreSQL cannot know how many rows match, and so which of two indexes is better: they are counted first. */
    boolean isCountedFirst();

    /** What the filter means: the same for every way to write it. */
    List<String> meaning();

    /**
     * A property equals one of the values, or is absent if that is allowed.
     *
     * @param values what the property's values are compared with ({@link ListProperty#compared}); may be empty
     * @param orAbsent whether a row without a value matches
     */
    record OneOf(ListProperty<?, ?> property, Set<Object> values, boolean orAbsent) implements Filter {

        @Override
        public Condition condition() {
            if (values.isEmpty()) {
                return orAbsent ? new Condition.Absent(property) : new Condition.Never();
            }
            var matches = new Condition.OneOf(property.comparedColumn(), values);
            return orAbsent ? new Condition.Any(List.of(matches, new Condition.Absent(property))) : matches;
        }

        @Override
        public boolean matches(TableRow<?> row) {
            return row.find(property)
                    .map(value -> values.contains(property.compared(value)))
                    .orElse(orAbsent);
        }

        @Override
        public boolean isFound() {
            return property.isFound();
        }

        @Override
        public boolean isOfOneValue() {
            return values.size() + (orAbsent ? 1 : 0) == 1;
        }

        @Override
        public Condition comparison() {
            return condition();
        }

        @Override
        public boolean isCountedFirst() {
            return false;
        }

        @Override
        public List<String> meaning() {
            return withValues(values, property.identity(), Boolean.toString(orAbsent));
        }
    }

    /** A property is greater than a value, or at most the value. */
    record Comparison(ListProperty<?, ?> property, boolean greater, Object value) implements Filter {

        @Override
        public Condition condition() {
            return new Condition.Compared(property, greater ? ">" : "<=", value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public boolean matches(TableRow<?> row) {
            return row.find(property)
                    .filter(found -> greater == ((Comparable<Object>) found).compareTo(value) > 0)
                    .isPresent();
        }

        @Override
        public boolean isFound() {
            return property.isFound();
        }

        @Override
        public boolean isOfOneValue() {
            return false;
        }

        @Override
        public Condition comparison() {
            return condition();
        }

        @Override
        public boolean isCountedFirst() {
            return isFound();
        }

        @Override
        public List<String> meaning() {
            return withValues(Set.of(value), property.identity(), greater ? ">" : "<=");
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
        public boolean isOfOneValue() {
            return false;
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
