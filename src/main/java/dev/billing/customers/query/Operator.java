package dev.billing.customers.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a filter can do with a property besides comparing it for equality: {@code filter[balance][gte]=100}. Each of them needs an index,
 * which the property is declared with.
 */
enum Operator {
    GT(">"),
    GTE(">="),
    LT("<"),
    LTE("<="),

    /** The property does not have this value. */
    NE,

    /** A text begins like this, in whatever case. */
    STARTS_WITH,

    /** A text has this in it, in whatever case. */
    CONTAINS;

    private final String sql;

    /** One that is no comparison of two values. */
    Operator() {
        this("");
    }

    Operator(String sql) {
        this.sql = sql;
    }

    /** The operator with this name in parameters. */
    static Optional<Operator> of(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.toString().equals(name))
                .findFirst();
    }

    /** Lists the names for an error message. */
    static String names() {
        return Arrays.stream(values()).map(Operator::toString).collect(Collectors.joining(", "));
    }

    /** Whether a property is declared with an index for this operator. */
    boolean isServed(ListProperty<?, ?> property) {
        return property.isFilterable()
                && switch (this) {
                    case STARTS_WITH -> property.hasTextKey();
                    case CONTAINS -> property.hasParts();
                    case NE -> property.isOrdered();
                    default -> property.isOrdered() && property.type().isOrdered();
                };
    }

    /** A comparison in SQL. */
    String sql() {
        return sql;
    }

    /** Whether it holds for two values, compared by {@link Comparable#compareTo}. */
    boolean holds(int order) {
        return switch (this) {
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case NE, STARTS_WITH, CONTAINS -> throw new IllegalStateException(this + " is no order");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
