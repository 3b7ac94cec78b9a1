package dev.billing.customers.query;

import java.util.Collection;
import java.util.List;

/** What a row has to be like to be read. */
interface Condition {

    /** Appends the condition. */
    void write(SqlBuilder sql);

    /** A property has this value; null if it is absent. */
    static Condition equal(ListProperty<?, ?> property, Object value) {
        return value == null ? new Absent(property) : new OneOf(property, List.of(value));
    }

    /** A property has one of these values; there is at least one. */
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

    /** A property has no value. */
    record Absent(ListProperty<?, ?> property) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column()).append(" is null");
        }
    }

    /** A property has a value. */
    record Present(ListProperty<?, ?> property) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append(property.column()).append(" is not null");
        }
    }

    /** What a row is ordered by comes behind these values. All of the order goes in one direction. */
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

    /** All of these. */
    record All(List<Condition> conditions) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("(")
                    .each(conditions, " and ", condition -> condition.write(sql))
                    .append(")");
        }
    }

    /** At least one of these. */
    record Any(List<Condition> conditions) implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("(")
                    .each(conditions, " or ", condition -> condition.write(sql))
                    .append(")");
        }
    }

    /** None: no row is like that. */
    record Never() implements Condition {

        @Override
        public void write(SqlBuilder sql) {
            sql.append("false");
        }
    }
}
