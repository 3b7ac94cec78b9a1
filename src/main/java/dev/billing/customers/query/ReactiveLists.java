package dev.billing.customers.query;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.DatabaseSettings;
import dev.billing.customers.database.Statement;
import dev.billing.customers.query.Cursor.Position;
import dev.billing.customers.query.ListPlan.Rows;
import dev.billing.customers.query.Listing.PageLink;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and inserts rows, and lists pages of them, of any declared table. */
@ApplicationScoped
public class ReactiveLists {

    private final Database database;
    private final Cursors cursors;
    private final Duration unindexedTimeout;

    ReactiveLists(Database database, Cursors cursors, DatabaseSettings settings) {
        this.database = database;
        this.cursors = cursors;
        this.unindexedTimeout = settings.unindexedListTimeout();
    }

    /** The row with this value of a unique property, if the scope has one. */
    public <T, V> Uni<@Nullable TableRow<T>> find(
            ListTable<T> table, Scope scope, ListProperty<T, V> property, V value) {
        return database.read(RowStatements.find(table, scope, property, value)).map(rows -> {
            var row = rows.iterator();
            return row.hasNext() ? table.read(row.next()) : null;
        });
    }

    /** The rows with these values of a unique property, by value. */
    public <T, V> Uni<Map<V, TableRow<T>>> findAll(
            ListTable<T> table, Scope scope, ListProperty<T, V> property, Set<V> values) {
        return database.read(RowStatements.findAll(table, scope, property, values))
                .map(rows -> list(rows).stream()
                        .map(table::read)
                        .collect(Collectors.toMap(row -> row.get(property), Function.identity())));
    }

    /** Inserts an object into a scope, and returns its row. */
    public <T> Uni<TableRow<T>> insert(ListTable<T> table, Scope scope, T object) {
        return database.write(RowStatements.insert(table, scope, object))
                .map(rows -> table.read(rows.iterator().next()));
    }

    /**
     * One page of the rows in a scope, or all of them for an export, with the exact total. A page after the end is empty and has the same
     * total.
     *
     * @param scope the rows that the caller may see
     * @param request the table, page, sort and filters
     */
    public <T> Uni<Listing<TableRow<T>>> list(Scope scope, ListRequest<T> request) {
        return request.export()
                .map(export -> export(scope, request, export))
                .orElseGet(() -> new Reading<>(scope, request).list());
    }

    private <T> Uni<Listing<TableRow<T>>> export(Scope scope, ListRequest<T> request, ExportRequest wanted) {
        var plan = new ListPlan<>(scope, request);
        return database.snapshot(plan.count(), wanted.isCounted() ? null : plan.readAll())
                .map(snapshot -> new Listing<>(
                        List.of(),
                        snapshot.total(),
                        request.page(),
                        List.of(),
                        Optional.of(new Export<>(
                                wanted.members(),
                                wanted.isSelection(),
                                snapshot.rows().map(rows -> rows.stream()
                                        .map(request.table()::read)
                                        .toList())))));
    }

    /**
     * The rows after a key that match the request's filters, in the order of the keys, up to its end and the size of its page. Nothing is
     * counted.
     */
    public <T> Uni<List<TableRow<T>>> listAfter(Scope scope, ListRequest<T> request, Object key) {
        return database.query(new ListPlan<>(scope, request)
                        .readAfter(key, request.page().size()))
                .map(rows -> list(rows).stream().map(request.table()::read).toList());
    }

    /** Runs a statement that no index serves. */
    private Uni<RowSet<Row>> inTime(Statement statement) {
        return database.queryWithin(unindexedTimeout.toMillis(), statement, tooManyFound());
    }

    private static List<Row> list(RowSet<Row> rows) {
        var list = new ArrayList<Row>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private <T> SlowListException tooLong(ListTable<T> table) {
        return new SlowListException("This list took longer than " + unindexedTimeout.toMillis()
                + " ms, because no index serves its sort or filters. Please sort by one of: "
                + table.names(ListProperty::isOrdered) + "; filter by one of: "
                + table.names(property -> property.isFound() && property.isFilterable())
                + "; or send it again later.");
    }

    private SlowListException tooManyFound() {
        return new SlowListException(
                "This search took longer than " + unindexedTimeout.toMillis()
                        + " ms, because very many rows match. Please search for another word besides, or for more of it; or send it again later.");
    }

    private final class Reading<T> {

        private final ListTable<T> table;
        private final PageRequest page;
        private final ListPlan<T> plan;
        private final Optional<Searching<T>> searching;
        private final String purpose;
        private final Optional<Cursor> cursor;

        Reading(Scope scope, ListRequest<T> request) {
            this.table = request.table();
            this.page = request.page();
            this.plan = new ListPlan<>(scope, request);
            this.searching = request.search()
                    .map(terms -> new Searching<>(
                            terms, new SearchPlan<>(scope, request, plan), database, ReactiveLists.this::inTime));
            this.purpose = purpose(scope, request);
            this.cursor = request.cursor().map(this::read);
        }

        Uni<Listing<TableRow<T>>> list() {
            if (searching.isPresent()) {
                return searching.get().find(position()).map(found -> listing(found.rows(), found.total()));
            }
            return plan.countsFirst() ? counted().flatMap(this::list) : list(null);
        }

        /**
         * Reads the page.
         *
         * @param counted the total, if it was counted first
         */
        private Uni<Listing<TableRow<T>>> list(@Nullable Long counted) {
            return rows(counted == null ? 0 : counted).flatMap(read -> {
                return (counted == null ? total(page(read)) : Uni.createFrom().item(counted))
                        .map(total -> listing(read, total));
            });
        }

        private Listing<TableRow<T>> listing(List<Row> read, long total) {
            var rows = page(read);
            return new Listing<>(
                    rows.stream().map(table::read).toList(),
                    total,
                    page,
                    links(rows, read.size() > page.size(), total));
        }

        /** The rows of the page: with a cursor, one extra row was read to find out whether the list continues. */
        private List<Row> page(List<Row> read) {
            return inOrder(read.size() > page.size() ? read.subList(0, page.size()) : read);
        }

        /** The rows that are searched for: in one read, also with a cursor. */
        private Rows position() {
            return cursor.filter(from -> from.position() != Position.START)
                    .map(from -> plan.byCursor(from, wanted(from)).get(0))
                    .orElseGet(plan::byNumber);
        }

        private int wanted(Cursor from) {
            return from.position() == Position.END ? from.rows() : page.size() + 1;
        }

        private Uni<List<Row>> run(Rows rows, long counted) {
            return run(plan.read(rows, counted), plan.isShort(rows));
        }

        private Uni<List<Row>> run(Statement statement, boolean isShort) {
            return execute(statement, isShort).map(ReactiveLists::list);
        }

        private Uni<RowSet<Row>> execute(Statement statement, boolean isShort) {
            if (isShort) {
                return database.read(statement);
            }
            return plan.isServedByIndex()
                    ? database.query(statement)
                    : database.queryWithin(unindexedTimeout.toMillis(), statement, tooLong(table));
        }

        private Uni<List<Row>> rows(long counted) {
            return cursor.filter(from -> from.position() != Position.START)
                    .map(from -> {
                        int wanted = wanted(from);
                        return segments(plan.byCursor(from, wanted), wanted, List.of(), counted);
                    })
                    .orElseGet(() -> run(plan.byNumber(), counted));
        }

        private Uni<List<Row>> segments(List<Rows> segments, int wanted, List<Row> found, long counted) {
            if (segments.isEmpty() || found.size() >= wanted) {
                return Uni.createFrom().item(found.subList(0, Math.min(wanted, found.size())));
            }
            return run(segments.get(0), counted).flatMap(rows -> {
                var all = new ArrayList<>(found);
                all.addAll(rows);
                return segments(segments.subList(1, segments.size()), wanted, all, counted);
            });
        }

        private List<Row> inOrder(List<Row> rows) {
            if (cursor.filter(Cursor::isBackward).isEmpty()) {
                return rows;
            }
            var reversed = new ArrayList<>(rows);
            Collections.reverse(reversed);
            return reversed;
        }

        /**
         * Takes the total from the rows if it was read with them, or if they are a numbered page that is not full. Otherwise runs a
         * count.
         */
        private Uni<Long> total(List<Row> rows) {
            boolean counted = cursor.isEmpty() || cursor.get().position() == Position.START;
            boolean endsHere = rows.size() < page.size() && (page.number() == 1 || !rows.isEmpty());
            if (plan.bringsTotal() && !rows.isEmpty()) {
                return Uni.createFrom()
                        .item(rows.get(0).getLong(table.layout().properties().size()));
            }
            if (counted && endsHere) {
                return Uni.createFrom().item(page.offset() + rows.size());
            }
            return counted();
        }

        private Uni<Long> counted() {
            return plan.difference()
                    .map(of ->
                            number(of.all()).flatMap(all -> number(of.except()).map(except -> all - except)))
                    .orElseGet(() -> number(plan.count()));
        }

        private Uni<Long> number(Statement count) {
            return run(count, plan.bringsTotal()).map(rows -> rows.get(0).getLong(0));
        }

        private List<PageLink> links(List<Row> rows, boolean more, long total) {
            var position = cursor.map(Cursor::position).orElse(Position.START);
            long number = page.number();
            long lastByTotal = page.last(total);
            boolean next =
                    switch (position) {
                        case START -> number < lastByTotal;
                        case AFTER -> more;
                        case BEFORE -> true;
                        case END -> false;
                    };
            boolean previous = position == Position.BEFORE ? more : number > 1;
            long last = next ? Math.max(lastByTotal, number + 1) : lastByTotal;
            var end = Cursor.end((int) (total - (lastByTotal - 1) * page.size()));

            var links = new ArrayList<PageLink>();
            links.add(new PageLink(
                    "self", number, cursor.flatMap(same -> write(same, number)).orElse(null)));
            links.add(link("first", 1, null));
            if (previous && rows.isEmpty()) {
                links.add(link("previous", Math.min(number - 1, last), number > last ? end : null));
            } else if (previous) {
                links.add(link("previous", Math.max(1, number - 1), Cursor.before(key(rows.get(0)))));
            }
            if (next) {
                var from = rows.isEmpty() ? null : Cursor.after(key(rows.get(rows.size() - 1)));
                links.add(link("next", number + 1, from));
            }
            links.add(link("last", last, total == 0 ? null : end));
            return links;
        }

        private PageLink link(String relation, long number, @Nullable Cursor to) {
            var text = Optional.ofNullable(to).flatMap(known -> write(known, number));
            return new PageLink(relation, number, text.orElse(null));
        }

        private Optional<String> write(Cursor to, long number) {
            return cursors.write(to, purpose + number);
        }

        private Cursor read(String text) {
            var types =
                    plan.order().stream().map(step -> step.property().type()).toList();
            return cursors.read(text, purpose + page.number(), types);
        }

        private List<@Nullable Object> key(Row row) {
            var key = new ArrayList<@Nullable Object>();
            plan.order()
                    .forEach(step -> key.add(
                            searching.map(search -> search.value(row, step)).orElseGet(() -> table.layout()
                                    .read(row, step.property()))));
            return key;
        }
    }

    /**
     * The purpose of a cursor, without the page number. Each part is preceded by its length, so that different lists have different
     * texts. Filters with the same meaning have the same text.
     */
    private static String purpose(Scope scope, ListRequest<?> request) {
        var purpose = new StringBuilder();
        append(purpose, request.table().name());
        scope.columns().forEach(column -> append(purpose, column));
        scope.values().forEach(value -> append(purpose, Filter.canonical(value)));
        append(purpose, "sort");
        request.sort().forEach(step -> append(purpose, step.property().identity(), step.descending() ? "-" : "+"));
        append(purpose, "filters");
        request.filters().stream().map(ReactiveLists::text).sorted().forEach(filter -> append(purpose, filter));
        request.search().ifPresent(search -> append(purpose, "search", search.text()));
        return purpose.append(request.page().size()).append('/').toString();
    }

    private static String text(Filter filter) {
        var text = new StringBuilder();
        filter.meaning().forEach(part -> append(text, part));
        return text.toString();
    }

    private static void append(StringBuilder to, String... parts) {
        for (var part : parts) {
            to.append(part.length()).append(':').append(part);
        }
    }
}
