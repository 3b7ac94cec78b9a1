package dev.billing.customers.query;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A condition on the rows that are read. */
interface Condition {

    void write(SqlBuilder sql);

    /** A property has this value, or is absent if the value is null. */
    static Condition equal(ListProperty<?, ?> property, @Nullable Object value) {
        return value == null ? new Absent(property) : new OneOf(property, List.of(value));
    }

    /** A property has one of these values. There is at least one. */
    record OneOf(ListProperty<?, ?> property, Collection<Object> values) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column());
            if (values.size() == 1) {
                sql.append(" = ").bind(values.iterator().next());
            } else {
                sql.append(" in (").each(values, ", ", sql::bind).append(")");
            }
        }
    }

    record Absent(ListProperty<?, ?> property) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column()).append(" is null");
        }
    }

    record Present(ListProperty<?, ?> property) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column()).append(" is not null");
        }
    }

    /** A property is on one side of a value. */
    record Compared(ListProperty<?, ?> property, String operator, Object value) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column())
                    .append(" ")
                    .append(operator)
                    .append(" ")
                    .bind(value);
        }
    }

    /**
     * Like {@link Compared}, with a bound on the other side, which all values meet. PostgreSQL plans without knowing the value: of one comparison it
     * would expect a third of all rows, and read the whole table; of a range it expects few, and uses the index.
     */
    record Bounded(ListProperty<?, ?> property, String operator, Object value) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            var type = property.type();
            var other = operator.startsWith("<") ? " >= " + type.lowest() : " <= " + type.highest();
            new Compared(property, operator, value).write(sql.append("("));
            sql.append(" and " + property.column() + other + ")");
        }
    }

    /** The key of a text begins with that of another text. */
    record StartsWith(ListProperty<?, ?> property, String start) implements Condition {

        /** Comes after all that a text can go on with: none is so long. */
        private static final String LAST =
                Character.toString(Character.MAX_CODE_POINT).repeat(255);

        @Override
        public void write(SqlBuilder sql) {
            var key = property.textKey();
            // Two comparisons, because PostgreSQL cannot plan an operator for what a text begins with before it knows
            // the text.
            sql.append("(" + key.expression() + " >= " + key.function() + "(")
                    .bind(start)
                    .append("::text) and " + key.expression() + " < " + key.function() + "(")
                    .bind(start + LAST)
                    .append("::text))");
        }
    }

    /**
     * The key of a text has that of another text in it.
     *
     * @param text at least three characters, for which the index is made (migration 16)
     * @param byIndex whether the condition is written for the index
     */
    record Contains(ListProperty<?, ?> property, String text, boolean byIndex) implements Condition {

        private static final Pattern SPECIAL = Pattern.compile("[\\\\%_]");

        @Override
        public void write(SqlBuilder sql) {
            var key = property.textKey();
            if (byIndex) {
                sql.append("text_parts(" + sql.tenant() + ", " + key.expression() + ") @> text_parts($1, "
                                + key.function() + "(")
                        .bind(text)
                        .append("::text)) and ");
            }
            sql.append(key.expression() + " like " + key.function() + "(")
                    .bind("%" + SPECIAL.matcher(text).replaceAll("\\\\$0") + "%")
                    .append("::text)");
        }
    }

    /** A property does not have this value, in a form that is compared with a row that is read anyway. */
    record Differs(ListProperty<?, ?> property, Object value) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column())
                    .append(property.isRequired() ? " <> " : " is distinct from ")
                    .bind(value);
        }
    }

    /**
     * A member has one of these values.
     *
     * @param byIndex whether the condition is written for the index on the members (migration 11), which costs more for each row that is
     *     compared without it
     */
    record HasMember(ListProperty<?, ?> property, String key, List<String> values, boolean byIndex)
            implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            if (byIndex) {
                sql.append("(" + property.column() + " is not null and member_terms(")
                        .append(sql.tenant() + ", " + property.column() + ") && member_terms_of($1, ")
                        .bind(key)
                        .append("::text, ");
            } else {
                sql.append("(" + property.column() + " ->> ").bind(key).append("::text = any (");
            }
            sql.bind(values.toArray(String[]::new)).append("::text[]))");
        }
    }

    record MemberAbsent(ListProperty<?, ?> property, String key) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("(" + property.column() + " ->> ").bind(key).append("::text) is null");
        }
    }

    /** A row comes after these values in the order. All parts of the order have the same direction. */
    record Behind(List<SortKey> order, List<Object> values) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            var open = order.size() > 1 ? "(" : "";
            var close = order.size() > 1 ? ")" : "";
            sql.append(open)
                    .each(order, ", ", step -> sql.append(step.property().column()))
                    .append(close)
                    .append(order.get(0).descending() ? " < " : " > ")
                    .append(open)
                    .each(values, ", ", sql::bind)
                    .append(close);
        }
    }

    record All(List<Condition> conditions) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("(")
                    .each(conditions, " and ", condition -> condition.write(sql))
                    .append(")");
        }
    }

    /**
     * All of these conditions, which many rows meet. PostgreSQL cannot know that, would expect few, and sort all of them: it looks for no index for
     * a "case", and expects that half of the rows meet it.
     */
    record Likely(List<Condition> conditions) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("case when ")
                    .each(conditions, " and ", condition -> condition.write(sql))
                    .append(" then true else false end");
        }
    }

    record Any(List<Condition> conditions) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("(")
                    .each(conditions, " or ", condition -> condition.write(sql))
                    .append(")");
        }
    }

    record Never() implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("false");
        }
    }
}
