package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements of a list request: which rows are read, in which order, and whether an index serves that. {@link Rows} describes
 * one read before it becomes SQL. Requests of the same shape get the same SQL, so that prepared statements are reused.
 *
 * @param <T> the type that a row represents
 */
final class ListPlan<T> {

    private static final int MAX_SHORT_OFFSET = 1000;

    /** If no more rows match, they are read by the index that finds them, and then ordered. */
    private static final long MAX_GATHERED = 10_000;

    private final ListTable<T> table;
    private final Scope scope;
    private final ListRequest<T> request;
    private final List<SortKey> order;
    private final List<Condition> filters;
    private final List<Condition> comparisons;
    private final boolean isOfFew;
    private final boolean countsFirst;

    ListPlan(Scope scope, ListRequest<T> request) {
        this.table = request.table();
        this.scope = scope;
        this.request = request;
        this.order = order(table.layout().key(), sort(request));
        this.filters = request.filters().stream().map(this::condition).toList();
        this.isOfFew = isAny(Filter::isOfFew);
        this.countsFirst =
                !isOfFew && (isAny(Filter::isCountedFirst) || isAny(Filter::isFound) && !isAny(this::isInOrderOfKey));
        this.comparisons = countsFirst && table.isIndexed() ? comparisons() : filters;
    }

    /** Where the scope has few rows, they are compared: joined with what an index finds, each of them would be compared with all of that. */
    private Condition condition(Filter filter) {
        return table.isIndexed() ? filter.condition() : new Condition.Likely(List.of(filter.comparison()));
    }

    /**
     * Rows to read.
     *
     * @param where conditions in addition to scope and filters
     * @param limit written into the SQL, because PostgreSQL would plan an unknown limit as a tenth of the table
     * @param offset how many rows are skipped; this uses an index, so that only the requested rows are read
     */
    record Rows(List<SortKey> order, List<Condition> where, int limit, long offset) {}

    /** The filters as conditions of rows that are read in their order. */
    private List<Condition> comparisons() {
        var first = order.get(0).property();
        var ranges = request.filters().stream()
                .filter(filter -> filter.isRangeOf(first))
                .map(Filter::condition)
                .toList();
        var others = request.filters().stream()
                .filter(filter -> !filter.isRangeOf(first))
                .map(Filter::comparison)
                .toList();
        return others.isEmpty() ? ranges : concat(ranges, List.of(new Condition.Likely(others)));
    }

    /** What the caller sorts by. What was searched for is in the order of the best match otherwise. */
    private static List<SortKey> sort(ListRequest<?> request) {
        boolean isByRank = request.search().isPresent() && request.sort().isEmpty();
        return isByRank ? List.of(new SortKey(SearchTerms.RANK, false)) : request.sort();
    }

    /** The order of the rows: the sort up to its first unique property, or the whole sort followed by the key. */
    private static List<SortKey> order(ListProperty<?, ?> key, List<SortKey> sort) {
        var order = new ArrayList<SortKey>();
        for (var step : sort) {
            order.add(step);
            if (step.property().isUnique()) {
                return order;
            }
        }
        order.add(new SortKey(key, false));
        return order;
    }

    List<SortKey> order() {
        return order;
    }

    /** Whether the total has to be known before rows are read: how they are read best depends on it. */
    boolean countsFirst() {
        return countsFirst;
    }

    /** Whether the statement for the page also reads the total. */
    boolean bringsTotal() {
        return filters.isEmpty() && table.totals().isPresent();
    }

    /** Whether an index has the rows in this order and, if there are filters, an index finds the rows of at least one of them. */
    boolean isServedByIndex() {
        boolean ordered = order.get(0).property().isOrdered()
                && (order.size() == 1
                        || order.size() == 2
                                && order.get(1)
                                        .equals(new SortKey(table.layout().key(), false)));
        boolean found = filters.isEmpty() || isAny(Filter::isFound);
        return ordered && found;
    }

    /** Whether an index has exactly these rows, next to each other, so that only they are read. */
    boolean isShort(Rows rows) {
        return table.isIndexed()
                && isServedByIndex()
                && rows.offset() <= MAX_SHORT_OFFSET
                && (filters.isEmpty() || isAnIndexRange());
    }

    /** Whether an index has the rows that match next to each other, in their order. */
    private boolean isAnIndexRange() {
        return filters.size() == 1 && isAny(this::isInOrderOfKey);
    }

    /** Whether an index has the rows that match a filter next to each other, in their order. */
    private boolean isInOrderOfKey(Filter filter) {
        return filter.inOrderOfKey().size() == 1 && order.get(0).property().isKey();
    }

    private boolean isAny(Predicate<Filter> is) {
        return request.filters().stream().anyMatch(is);
    }

    /** Reads the page by its number. */
    Rows byNumber() {
        return new Rows(order, List.of(), request.page().size(), request.page().offset());
    }

    /**
     * Reads the rows next to a cursor's row in segments, each a range of an index: first the rows with the same value, then those with
     * another value, then those without one. A segment is read only if those before it had too few rows. (With one condition for all of
     * them, PostgreSQL would read the index from its start.) Backward segments return their rows in reverse order.
     */
    List<Rows> byCursor(Cursor cursor, int rows) {
        var direction =
                cursor.isBackward() ? order.stream().map(SortKey::reversed).toList() : order;
        if (cursor.key().isEmpty()) {
            return List.of(new Rows(direction, List.of(), rows, 0));
        }
        var segments = segments(direction, cursor.key());
        if (direction.size() > 2 || request.search().isPresent()) {
            // No index serves such an order, and one pass over the rows is better than several.
            return List.of(new Rows(direction, List.of(new Condition.Any(segments)), rows, 0));
        }
        return segments.stream()
                .map(segment -> new Rows(direction, List.of(segment), rows, 0))
                .toList();
    }

    private static List<Condition> segments(List<SortKey> order, List<@Nullable Object> key) {
        var first = order.get(0);
        boolean comparable =
                order.size() == 2 && first.descending() == order.get(1).descending() && key.get(0) != null;
        if (comparable) {
            return Stream.concat(Stream.of(new Condition.Behind(order, key)), absentBehind(first))
                    .toList();
        }
        var segments = new ArrayList<Condition>();
        for (int i = order.size() - 1; i >= 0; i--) {
            var ties = new ArrayList<Condition>();
            for (int j = 0; j < i; j++) {
                ties.add(Condition.equal(order.get(j).property(), key.get(j)));
            }
            behind(order.get(i), key.get(i))
                    .map(behind -> new Condition.All(
                            Stream.concat(ties.stream(), Stream.of(behind)).toList()))
                    .forEach(segments::add);
        }
        return segments;
    }

    /** The conditions for the rows after a value of one sort key. */
    private static Stream<Condition> behind(SortKey step, @Nullable Object value) {
        if (value == null) {
            return step.descending() ? Stream.of(new Condition.Present(step.property())) : Stream.empty();
        }
        return Stream.concat(Stream.of(new Condition.Behind(List.of(step), List.of(value))), absentBehind(step));
    }

    private static Stream<Condition> absentBehind(SortKey step) {
        boolean possible = !step.descending() && !step.property().isRequired();
        return possible ? Stream.of(new Condition.Absent(step.property())) : Stream.empty();
    }

    /** The statement that reads rows, with the total as its last column if {@link #bringsTotal}. */
    Statement read(Rows rows) {
        return read(rows, 0);
    }

    /**
     * Like {@link #read(Rows)}, if the rows are counted first.
     *
     * @param total how many rows match on all pages
     */
    Statement read(Rows rows, long total) {
        var sql = new SqlBuilder(scope).append("select ").append(table.columns());
        if (countsFirst && total <= MAX_GATHERED || isOfFew && !isAnIndexRange()) {
            return gather(sql, rows);
        }
        if (bringsTotal()) {
            sql.append(", (");
            sum(sql);
            sql.append(")");
        }
        sql.from(table.name());
        if (rows.offset() == 0 || !table.isIndexed()) {
            and(sql, where(rows));
            orderBy(sql, rows);
            sql.append(" limit " + rows.limit());
            if (rows.offset() > 0) {
                sql.append(" offset ").bind(rows.offset());
            }
            return sql.statement();
        }
        var key = table.layout().key().column();
        // The array is computed once. With a join, the planner may run the inner query for each row of the table.
        sql.append(" and ").append(key).append(" = any (array(select ").append(key);
        and(sql.from(table.name()), where(rows));
        orderBy(sql, rows);
        sql.append(" limit " + rows.limit() + " offset ").bind(rows.offset()).append("))");
        orderBy(sql, rows);
        return sql.statement();
    }

    /** Finds all rows that match before they are ordered: with "offset 0", PostgreSQL plans the inner query by itself. */
    private Statement gather(SqlBuilder sql, Rows rows) {
        and(sql.append(" from (select *").from(table.name()), concat(filters, end()));
        sql.append(" offset 0) as gathered");
        if (!rows.where().isEmpty()) {
            sql.append(" where ").each(rows.where(), " and ", condition -> condition.write(sql));
        }
        orderBy(sql, rows);
        return sql.append(" limit " + rows.limit() + " offset ")
                .bind(rows.offset())
                .statement();
    }

    /** The statement for all rows, in order. It is planned for its values, so that an index is used where it finds few rows. */
    Statement readAll() {
        var sql =
                new SqlBuilder(scope).append("select ").append(table.columns()).from(table.name());
        and(sql, concat(filters, end()));
        orderBy(sql, new Rows(order, List.of(), 0, 0));
        return sql.statement();
    }

    /** The statement for the exact number of rows on all pages. */
    Statement count() {
        var sql = new SqlBuilder(scope);
        var others = others();
        if (others.size() < filters.size() || !others.isEmpty() && isCountedByFunction()) {
            count(sql, concat(filters, end()));
        } else if (others.isEmpty()) {
            countAll(sql);
        } else {
            // All but those that are easy to find.
            countAll(sql.append("select ("));
            count(sql.append(") - ("), concat(List.of(new Condition.Any(others)), end()));
            sql.append(")");
        }
        return sql.statement();
    }

    /** Two statements whose difference is the exact number of rows, if that is faster than {@link #count}. */
    Optional<Difference> difference() {
        var others = others();
        if (others.isEmpty() || others.size() < filters.size() || !isCountedByFunction()) {
            return Optional.empty();
        }
        // One statement cannot do both on Citus: it runs a function at the node of the business, and there within no
        // other statement.
        var all = new SqlBuilder(scope);
        var except = new SqlBuilder(scope);
        countAll(all);
        count(except, concat(List.of(new Condition.Any(others)), end()));
        return Optional.of(new Difference(all.statement(), except.statement()));
    }

    record Difference(Statement all, Statement except) {}

    /** What is excluded by each of the filters that exclude something that is easy to find. */
    private List<Condition> others() {
        if (!table.isIndexed()) {
            return List.of();
        }
        return request.filters().stream()
                .map(Filter::complement)
                .flatMap(Optional::stream)
                .toList();
    }

    private boolean isCountedByFunction() {
        return table.counter().isPresent()
                && request.end().isPresent()
                && scope.columns().size() == 1;
    }

    private void countAll(SqlBuilder sql) {
        if (table.totals().isPresent()) {
            sum(sql);
        } else if (isCountedByFunction()) {
            sql.append("select " + table.counter().get() + "($1, ")
                    .bind(request.end().get())
                    .append(")");
        } else {
            count(sql, end());
        }
    }

    private void count(SqlBuilder sql, List<Condition> conditions) {
        and(sql.append("select count(*)").from(table.name()), conditions);
    }

    /**
     * The statement for the rows after a key, in the order of the keys: those that match, up to the end of the request.
     *
     * @param limit written into the SQL
     */
    Statement readAfter(Object key, int limit) {
        var sql =
                new SqlBuilder(scope).append("select ").append(table.columns()).from(table.name());
        // As a range, PostgreSQL would expect so few rows that it could not tell which of two filters finds fewer.
        var upToEnd = end().stream().<Condition>map(end -> new Condition.Likely(List.of(end)));
        var after = Stream.concat(
                        Stream.of(new Condition.Compared(table.layout().key(), ">", key)), upToEnd)
                .toList();
        var column = table.layout().key().column();
        var first = " order by " + column + " limit " + limit;
        var parts = request.filters().stream()
                .filter(filter -> filter.inOrderOfKey().size() > 1)
                .findFirst();
        if (parts.isEmpty()) {
            and(sql, concat(filters, after));
            return sql.append(first).statement();
        }
        // With one condition for all values, PostgreSQL would read all rows in the order of the key to find those of
        // rare values.
        var others = request.filters().stream()
                .filter(filter -> filter != parts.get())
                .map(Filter::condition)
                .toList();
        sql.append(" and " + column + " = any (array(select " + column + " from (")
                .each(parts.get().inOrderOfKey(), " union all ", part -> {
                    sql.append("(select " + column).from(table.name());
                    and(sql, concat(List.of(part), concat(others, after)));
                    sql.append(first + ")");
                });
        return sql.append(") as found" + first + ")) order by " + column).statement();
    }

    /** The conditions of all rows of the list, besides what is searched for. */
    List<Condition> conditions() {
        return concat(filters, end());
    }

    private List<Condition> end() {
        return request.end().stream()
                .<Condition>map(key -> new Condition.Compared(table.layout().key(), "<=", key))
                .toList();
    }

    private static List<Condition> concat(List<Condition> some, List<Condition> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void sum(SqlBuilder sql) {
        sql.append("select coalesce(sum(count), 0)::bigint").from(table.totals().orElseThrow());
    }

    static void and(SqlBuilder sql, List<Condition> conditions) {
        conditions.forEach(condition -> condition.write(sql.append(" and ")));
    }

    private List<Condition> where(Rows rows) {
        return concat(concat(comparisons, end()), rows.where());
    }

    /** PostgreSQL's defaults are those of the contract: absent values are last in ascending and first in descending order. */
    static void orderBy(SqlBuilder sql, Rows rows) {
        sql.append(" order by ")
                .each(rows.order(), ", ", step -> sql.append(step.property().column())
                        .append(step.descending() ? " desc" : ""));
    }
}
