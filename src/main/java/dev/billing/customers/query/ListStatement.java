package dev.billing.customers.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of a list request: names come from the resource's declaration, values are bound. The same request shape gives the same
 * text, so that prepared statements are found again. Row limits are written out, because PostgreSQL would plan a limit that it
 * does not know for a tenth of the table.
 */
final class ListStatement {

    /** A statement with the values that its placeholders stand for. */
    record Sql(String text, List<Object> values) {}

    /** A condition, written with placeholders for the values that it adds. */
    private interface Condition extends Function<List<Object>, String> {}

    private final ListTable<?> table;
    private final Scope scope;
    private final ListRequest request;
    private final List<SortKey> order;

    ListStatement(ListTable<?> table, Scope scope, ListRequest request) {
        this.table = table;
        this.scope = scope;
        this.request = request;
        this.order = order(table.id(), request.sort());
    }

    /** What the rows are ordered by: the sort up to where it leaves no ties, or else all of it and the id. */
    private static List<SortKey> order(ListProperty id, List<SortKey> sort) {
        var order = new ArrayList<SortKey>();
        for (var step : sort) {
            order.add(step);
            if (step.property().unique()) {
                return order;
            }
        }
        order.add(new SortKey(id, false));
        return order;
    }

    List<SortKey> order() {
        return order;
    }

    /** Whether the rows of the page bring the total along. */
    boolean bringsTotal() {
        return request.filters().isEmpty() && table.totals().isPresent();
    }

    /** Whether an index has the rows in this order, or finds those that the filters ask for, so that few others are read. */
    boolean isServedByIndex() {
        boolean ordered = order.get(0).property().index() == ListProperty.Index.ORDERS
                && (order.size() == 1 || order.size() == 2 && order.get(1).equals(new SortKey(table.id(), false)));
        boolean found = request.filters().isEmpty()
                || request.filters().stream()
                        .anyMatch(filter -> filter.property().index() != ListProperty.Index.NONE);
        return ordered && found;
    }

    /** The row with this id. */
    static Sql byId(ListTable<?> table, Scope scope, long id) {
        var values = new ArrayList<>();
        var where = scope(scope, values) + " and " + equal(table.id(), id).apply(values);
        return new Sql("select " + table.columns() + " from " + table.table() + " where " + where, values);
    }

    /** The page by its number. Rows before it are counted off in an index, and only the page's own rows are read. */
    Sql byNumber() {
        var page = request.page();
        if (page.number() == 1) {
            return page(order, null, page.size());
        }
        var values = new ArrayList<>();
        var id = column(table.id());
        var keys = "select " + id + from(values, null) + orderBy(order) + " limit " + page.size() + " offset "
                + bind(page.offset(), values);
        // An array is made once. For a join the planner may run the inner query for each row of the table.
        var text = "select " + columns() + " from " + table.table() + " where " + scope(scope, new ArrayList<>())
                + " and " + id + " = any (array(" + keys + "))" + orderBy(order);
        return new Sql(text, values);
    }

    /**
     * The rows beside a cursor's row, as segments, each a range of an index: first the rows that tie with it, then those with
     * another value, then those without one. A segment is needed where those before it had too few rows. (One condition for
     * all of them would have PostgreSQL read the index from its start.) Backward segments have their rows in reverse.
     */
    List<Sql> byCursor(Cursor cursor, int rows) {
        var direction =
                cursor.isBackward() ? order.stream().map(SortKey::reversed).toList() : order;
        if (cursor.key().isEmpty()) {
            return List.of(page(direction, null, rows));
        }
        var segments = segments(direction, cursor.key());
        if (direction.size() > 2) {
            // No index serves such an order, and one pass over the rows is better than several.
            Condition any = values -> segments.stream()
                    .map(segment -> segment.apply(values))
                    .collect(Collectors.joining(" or ", "(", ")"));
            return List.of(page(direction, any, rows));
        }
        return segments.stream().map(segment -> page(direction, segment, rows)).toList();
    }

    /** The exact number of rows on all pages. */
    Sql count() {
        var values = new ArrayList<>();
        return bringsTotal() ? new Sql(sum(values), values) : new Sql("select count(*)" + from(values, null), values);
    }

    private Sql page(List<SortKey> direction, Condition behind, int rows) {
        var values = new ArrayList<>();
        return new Sql("select " + columns() + from(values, behind) + orderBy(direction) + " limit " + rows, values);
    }

    private String columns() {
        // The scope's values are the first that every statement binds, so its placeholders are the same everywhere.
        return bringsTotal() ? table.columns() + ", (" + sum(new ArrayList<>()) + ")" : table.columns();
    }

    private String sum(List<Object> values) {
        return "select coalesce(sum(count), 0)::bigint from " + table.totals().orElseThrow() + " where "
                + scope(scope, values);
    }

    private String from(List<Object> values, Condition behind) {
        var conditions =
                Stream.concat(request.filters().stream().map(ListStatement::condition), Stream.ofNullable(behind));
        return " from " + table.table() + " where " + scope(scope, values)
                + conditions.map(condition -> " and " + condition.apply(values)).collect(Collectors.joining());
    }

    private static String scope(Scope scope, List<Object> values) {
        return scope.values().entrySet().stream()
                .map(entry -> ListProperty.quoted(entry.getKey()) + " = " + bind(entry.getValue(), values))
                .collect(Collectors.joining(" and "));
    }

    private static Condition condition(Filter filter) {
        var column = column(filter.property());
        if (filter.values().isEmpty()) {
            return values -> filter.orAbsent() ? column + " is null" : "false";
        }
        return values -> {
            var matches = filter.values().size() == 1
                    ? column + " = " + bind(filter.values().iterator().next(), values)
                    : column + " in ("
                            + filter.values().stream()
                                    .map(value -> bind(value, values))
                                    .collect(Collectors.joining(", "))
                            + ")";
            return filter.orAbsent() ? "(" + matches + " or " + column + " is null)" : matches;
        };
    }

    private static List<Condition> segments(List<SortKey> order, List<Object> key) {
        var first = order.get(0);
        boolean comparable =
                order.size() == 2 && first.descending() == order.get(1).descending() && key.get(0) != null;
        if (comparable) {
            Condition rest = values ->
                    "(" + column(first.property()) + ", " + column(order.get(1).property()) + ")"
                            + (first.descending() ? " < (" : " > (") + bind(key.get(0), values) + ", "
                            + bind(key.get(1), values)
                            + ")";
            return Stream.concat(Stream.of(rest), absentBehind(first)).toList();
        }
        var segments = new ArrayList<Condition>();
        for (int i = order.size() - 1; i >= 0; i--) {
            var ties = new ArrayList<Condition>();
            for (int j = 0; j < i; j++) {
                ties.add(equal(order.get(j).property(), key.get(j)));
            }
            behind(order.get(i), key.get(i)).map(behind -> and(ties, behind)).forEach(segments::add);
        }
        return segments;
    }

    /** What comes behind a value in one step of an order. */
    private static Stream<Condition> behind(SortKey step, Object value) {
        var column = column(step.property());
        if (value == null) {
            return step.descending() ? Stream.of(values -> column + " is not null") : Stream.empty();
        }
        Condition others = values -> column + (step.descending() ? " < " : " > ") + bind(value, values);
        return Stream.concat(Stream.of(others), absentBehind(step));
    }

    private static Stream<Condition> absentBehind(SortKey step) {
        boolean possible = !step.descending() && !step.property().required();
        return possible ? Stream.of(values -> column(step.property()) + " is null") : Stream.empty();
    }

    private static Condition equal(ListProperty property, Object value) {
        return value == null
                ? values -> column(property) + " is null"
                : values -> column(property) + " = " + bind(value, values);
    }

    private static Condition and(List<Condition> ties, Condition behind) {
        return values -> Stream.concat(ties.stream(), Stream.of(behind))
                .map(condition -> condition.apply(values))
                .collect(Collectors.joining(" and ", "(", ")"));
    }

    private static String orderBy(List<SortKey> order) {
        return order.stream()
                .map(step -> column(step.property()) + direction(step))
                .collect(Collectors.joining(", ", " order by ", ""));
    }

    /** PostgreSQL's defaults are the contract's: absent values come last going up and first going down. */
    private static String direction(SortKey step) {
        return step.descending() ? " desc" : "";
    }

    private static String bind(Object value, List<Object> values) {
        values.add(value);
        return "$" + values.size();
    }

    private static String column(ListProperty property) {
        return property.quotedColumn();
    }
}
