package dev.billing.customers.query;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on the rows that are read. */
interface Condition {

    void write(SqlBuilder sql);

    /** A property has this value, or is absent if the value is null. */
    static Condition equal(ListProperty<?, ?> property, @Nullable Object value) {
        return value == null ? new Absent(property) : new OneOf(property.column(), List.of(value));
    }

    /** A property has one of these values. There is at least one. */
    record OneOf(String column, Collection<Object> values) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(column);
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
