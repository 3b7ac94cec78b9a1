package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.database.Statement;
import dev.billing.customers.query.Books.Book;
import dev.billing.customers.url.UrlParameters;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SQL of lists, by the example of a library's books. */
class ListPlanTest {

    private static final Scope LIBRARY = Scope.of("library", "Boston");
    private static final String COLUMNS = "\"isbn\", \"title\", \"published\", \"price\", \"lent\"";

    @Test
    void a_page_is_short_if_an_index_has_its_rows_next_to_each_other() {
        for (var query :
                List.of("", "sort=isbn desc", "sort=title", "page=101", "filter[title]=Emma", "filter[isbn]=1")) {
            assertThat(isShort(Books.TABLE, query)).as(query).isTrue();
        }
        for (var query : List.of(
                "page=102",
                "sort=year",
                "filter[year]=1815",
                "filter[title]=Emma&sort=title",
                "filter[title]=Emma&filter[year]=1815",
                "filter={\"title\":[\"Emma\",\"Ivanhoe\"]}")) {
            assertThat(isShort(Books.TABLE, query)).as(query).isFalse();
        }
        assertThat(isShort(Books.TABLE.from("book_by_reader"), "")).isFalse();
    }

    private static boolean isShort(ListTable<Book> table, String query) {
        var request = ListRequest.parse(UrlParameters.parse("per_page=10&" + query.replace(" ", "+")), Books.TABLE);
        var plan = new ListPlan<>(LIBRARY, request.on(table));
        return plan.isShort(plan.byNumber());
    }

    @Test
    void a_row_by_its_key() {
        assertThat(RowStatements.find(Books.TABLE, LIBRARY, Books.ISBN, "0-19-853453-1"))
                .isEqualTo(new Statement(
                        "select " + COLUMNS + " from \"book\" where \"library\" = $1 and \"isbn\" = $2",
                        List.of("Boston", "0-19-853453-1")));
    }

    @Test
    void the_first_page_is_in_the_order_of_the_key() {
        assertThat(page(""))
                .isEqualTo(new Statement(
                        "select " + COLUMNS + " from \"book\" where \"library\" = $1 order by \"isbn\" limit 10",
                        List.of("Boston")));
    }

    @Test
    void a_sort_that_leaves_ties_ends_in_the_key_and_one_that_leaves_none_does_not() {
        assertThat(page("sort=title desc,year").sql())
                .endsWith(" order by \"title\" desc, \"published\", \"isbn\" limit 10");
        assertThat(page("sort=title,isbn desc,year").sql()).endsWith(" order by \"title\", \"isbn\" desc limit 10");
    }

    @Test
    void filters_are_conditions_with_bound_values() {
        var page = page("filter={\"title\":[\"Emma\",\"Ivanhoe\"],\"price\":[null,1.5],\"year\":null,\"lent\":[]}");

        assertThat(page.sql())
                .contains("where \"library\" = $1 and false and (\"price\" = $2 or \"price\" is null)"
                        + " and \"title\" in ($3, $4) and \"published\" is null offset 0) as gathered order by");
        assertThat(page.values()).containsExactly("Boston", new BigDecimal("1.5"), "Emma", "Ivanhoe", 0L);
    }

    @Test
    void a_page_behind_the_first_reads_only_its_own_rows() {
        assertThat(page("page=4&sort=title"))
                .isEqualTo(new Statement(
                        "select " + COLUMNS + " from \"book\" where \"library\" = $1 and \"isbn\" = any (array("
                                + "select \"isbn\" from \"book\" where \"library\" = $1 order by \"title\", \"isbn\""
                                + " limit 10 offset $2)) order by \"title\", \"isbn\"",
                        List.of("Boston", 30L)));
    }

    @Test
    void behind_a_row_come_those_with_later_values_and_then_those_with_none() {
        assertThat(behind("sort=title", "Emma", "1"))
                .containsExactly("(\"title\", \"isbn\") > ($2, $3) order by \"title\", \"isbn\" limit 11");
        assertThat(behind("sort=year", 1815L, "1"))
                .containsExactly(
                        "(\"published\", \"isbn\") > ($2, $3) order by \"published\", \"isbn\" limit 11",
                        "\"published\" is null order by \"published\", \"isbn\" limit 11");
        assertThat(behind("sort=year desc", 1815L, "1"))
                .containsExactly(
                        "(\"published\" = $2 and \"isbn\" > $3) order by \"published\" desc, \"isbn\" limit 11",
                        "(\"published\" < $2) order by \"published\" desc, \"isbn\" limit 11");
        assertThat(behind("sort=year", null, "1"))
                .containsExactly("(\"published\" is null and \"isbn\" > $2) order by \"published\", \"isbn\" limit 11");
        assertThat(behind("sort=year desc", null, "1"))
                .containsExactly(
                        "(\"published\" is null and \"isbn\" > $2) order by \"published\" desc, \"isbn\" limit 11",
                        "(\"published\" is not null) order by \"published\" desc, \"isbn\" limit 11");
    }

    @Test
    void an_order_that_no_index_serves_is_read_in_one_pass() {
        assertThat(behind("sort=title,year", "Emma", 1815L, "1"))
                .containsExactly("((\"title\" = $2 and \"published\" = $3 and \"isbn\" > $4)"
                        + " or (\"title\" = $5 and \"published\" > $6) or (\"title\" = $7 and \"published\" is null)"
                        + " or (\"title\" > $8)) order by \"title\", \"published\", \"isbn\" limit 11");
    }

    @Test
    void before_a_row_is_the_same_in_reverse() {
        var plan = plan(Books.TABLE, "sort=title");

        assertThat(plan.byCursor(Cursor.before(List.of("Emma", "1")), 11))
                .extracting(rows -> tail(plan.read(rows)))
                .containsExactly("(\"title\", \"isbn\") < ($2, $3) order by \"title\" desc, \"isbn\" desc limit 11");
        assertThat(plan.byCursor(Cursor.end(3), 3))
                .extracting(rows -> plan.read(rows).sql())
                .first()
                .asString()
                .endsWith("\"library\" = $1 order by \"title\" desc, \"isbn\" desc limit 3");
    }

    @Test
    void a_total_is_counted_unless_a_table_keeps_it() {
        assertThat(plan(Books.TABLE, "").count())
                .isEqualTo(new Statement("select count(*) from \"book\" where \"library\" = $1", List.of("Boston")));
        var kept = Books.TABLE.withTotalsIn("book_total");
        var sum = "select coalesce(sum(count), 0)::bigint from \"book_total\" where \"library\" = $1";

        assertThat(plan(kept, "").count()).isEqualTo(new Statement(sum, List.of("Boston")));
        var page = plan(kept, "");
        assertThat(page.read(page.byNumber()))
                .isEqualTo(new Statement(
                        "select " + COLUMNS + ", (" + sum
                                + ") from \"book\" where \"library\" = $1 order by \"isbn\" limit 10",
                        List.of("Boston")));
        assertThat(plan(kept, "filter[lent]=1").count().sql())
                .isEqualTo("select count(*) from \"book\" where \"library\" = $1 and \"lent\" = $2");
    }

    @Test
    void an_index_serves_the_orders_and_finds_the_values_that_it_is_declared_for() {
        for (var query :
                List.of("", "sort=isbn desc", "sort=title", "sort=title desc", "sort=title&filter[title]=Emma")) {
            assertThat(plan(Books.TABLE, query).isServedByIndex()).as(query).isTrue();
        }
        for (var query : List.of("sort=year", "sort=title,year", "sort=title,isbn desc", "filter[lent]=1")) {
            assertThat(plan(Books.TABLE, query).isServedByIndex()).as(query).isFalse();
        }
    }

    @Test
    void an_insert_has_the_columns_of_the_scope_and_those_that_are_inserted() {
        var book = new Book("1", "Emma", null, new BigDecimal("9.50"), true);
        var insert = RowStatements.insert(Books.TABLE, LIBRARY, book);

        assertThat(insert.sql())
                .isEqualTo("insert into \"book\" (\"library\", \"isbn\", \"title\", \"published\", \"price\")"
                        + " values ($1, $2, $3, $4, $5) returning " + COLUMNS);
        assertThat(insert.values()).containsExactly("Boston", "1", "Emma", null, new BigDecimal("9.5"));
    }

    private static List<String> behind(String query, Object... key) {
        var plan = plan(Books.TABLE, query);
        return plan.byCursor(Cursor.after(Arrays.asList(key)), 11).stream()
                .map(plan::read)
                .map(ListPlanTest::tail)
                .toList();
    }

    /** What comes behind the scope. */
    private static String tail(Statement statement) {
        return statement.sql().substring(statement.sql().indexOf(" and ") + " and ".length());
    }

    private static Statement page(String query) {
        var plan = plan(Books.TABLE, query);
        return plan.read(plan.byNumber());
    }

    private static ListPlan<Book> plan(ListTable<Book> table, String query) {
        var parameters = UrlParameters.parse(("per_page=10&" + query).replace(" ", "+"));
        return new ListPlan<>(LIBRARY, ListRequest.parse(parameters, table));
    }
}
