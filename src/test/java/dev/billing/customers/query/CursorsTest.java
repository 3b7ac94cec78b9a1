package dev.billing.customers.query;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walking a list by its links, while it changes too. */
@ServiceTest
class CursorsTest {

    /** Ties, absent values, and both at once, on 53 rows. */
    private static final String ROWS = """
            insert into customer (business_id, number, name, email, city, balance, created_at, updated_at, notes)
            select ?, 'N-' || (n * 7 % 53), chr(65 + n % 5),
                   case when n % 3 = 0 then null else 'a' || n % 4 || '@example.com' end,
                   case when n % 4 = 0 then null else 'City ' || n % 3 end,
                   n % 6 - 2.5, 1400000000 + n % 7, case when n % 2 = 0 then 1500000000 + n % 3 end,
                   repeat('long ', n % 2 * 400) || n
            from generate_series(1, 53) as n
            """;

    private static final IntConsumer NOTHING_CHANGES = page -> {};

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "id", "id desc", "number",
                "number desc", "name", "name desc", "email",
                "email desc", "created_at", "created_at desc", "updated_at",
                "updated_at desc", "balance", "balance desc", "city",
                "city desc", "stripe_customer", "stripe_customer desc", "notes desc",
                "email,name desc", "city desc,email,balance", "updated_at desc,number", "name desc,id desc",
                "city,stripe_customer desc,name"
            })
    void links_lead_through_any_order_in_both_directions_and_agree_with_page_numbers(String sort) {
        fill();
        var path = "/customers?per_page=7&sort=" + sort.replace(" ", "%20");
        if (sort.isEmpty()) {
            path = "/customers?per_page=7";
        }
        var byNumber = new ArrayList<Long>();
        for (int page = 1; page <= 8; page++) {
            byNumber.addAll(ids(get(path + "&page=" + page)));
        }
        assertThat(byNumber).hasSize(53).doesNotHaveDuplicates();

        assertThat(walk(path, "next", NOTHING_CHANGES)).isEqualTo(byNumber);
        assertThat(walk(links(get(path)).get("last"), "previous", NOTHING_CHANGES))
                .isEqualTo(reversedPages(byNumber));
    }

    @Test
    void links_of_filtered_lists_keep_the_filter() {
        fill();

        var ids = walk("/customers?per_page=4&filter[name]=B&sort=email%20desc", "next", NOTHING_CHANGES);

        assertThat(ids).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void links_go_to_and_fro() {
        fill();
        var first = get("/customers?per_page=5&sort=name");
        var second = get(links(first).get("next"));
        var third = get(links(second).get("next"));

        assertThat(ids(get(links(third).get("previous")))).isEqualTo(ids(second));
        assertThat(ids(get(links(second).get("previous")))).isEqualTo(ids(first));
        assertThat(ids(get(links(third).get("first")))).isEqualTo(ids(first));
        assertThat(ids(get(links(third).get("self")))).isEqualTo(ids(third));
        var last = get(links(first).get("last"));
        assertThat(ids(last)).isEqualTo(ids(get("/customers?per_page=5&sort=name&page=11")));
        assertThat(links(last)).containsOnlyKeys("self", "first", "previous", "last");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "id%20desc", "name", "name%20desc", "email", "email%20desc", "balance%20desc", "city,name"
            })
    void every_row_that_stays_is_visited_once_whatever_is_inserted_edited_and_deleted_meanwhile(String sort) {
        fill();
        var all = ids(get("/customers?per_page=100"));
        var staying = all.subList(10, all.size());
        var doomed = new ArrayList<>(all.subList(0, 10));

        var seen = walk("/customers?per_page=5&sort=" + sort, "next", page -> {
            for (int i = 0; i < 2 && !doomed.isEmpty(); i++) {
                tenant.request()
                        .delete("/customers/{id}", doomed.remove(0))
                        .then()
                        .statusCode(204);
            }
            if (page < 20) {
                tenant.customer(Map.of("name", "A", "email", "a@example.com", "city", "City 0"));
                tenant.customer(Map.of("name", "E", "city", "City 9"));
            }
            tenant.json(Map.of("notes", "Edited on page " + page))
                    .patch("/customers/{id}", staying.get(page % staying.size()))
                    .then()
                    .statusCode(200);
        });

        assertThat(seen).containsAll(staying).doesNotHaveDuplicates();
    }

    @Test
    void the_row_that_a_cursor_came_from_may_be_gone() {
        var ids = tenant.customers(6);
        var next = links(get("/customers?per_page=2")).get("next");

        assertStatus(tenant.request().delete("/customers/{id}", ids.get(1)), 204);

        assertThat(ids(get(next))).isEqualTo(ids.subList(2, 4));
    }

    @Test
    void a_cursor_of_another_list_page_or_size_answers_400() {
        tenant.customers(6);
        long customer = tenant.customer("Acme");
        var cursor = cursor(links(get("/customers?per_page=2&sort=name")).get("next"));

        assertThat(get("/customers?per_page=2&sort=name&page=2&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(200);
        for (var other : List.of(
                "/customers?per_page=2&page=2&cursor=",
                "/customers?per_page=2&page=2&sort=name%20desc&cursor=",
                "/customers?per_page=2&page=2&sort=email&cursor=",
                "/customers?per_page=2&page=3&sort=name&cursor=",
                "/customers?per_page=3&page=2&sort=name&cursor=",
                "/customers?per_page=2&page=2&sort=name&filter[name]=x&cursor=",
                "/customers/" + customer + "/contacts?per_page=2&page=2&sort=name&cursor=")) {
            assertInvalid(get(other + cursor), "cursor");
        }
    }

    @Test
    void a_cursor_of_another_business_answers_400() {
        tenant.customers(3);
        var other = Tenant.create();
        other.customers(3);
        var next = links(get("/customers?per_page=2")).get("next");

        assertInvalid(other.request().urlEncodingEnabled(false).get(next), "cursor");
    }

    @Test
    void an_empty_cursor_is_none() {
        var ids = tenant.customers(3);

        assertThat(ids(get("/customers?per_page=2&page=2&cursor="))).containsExactly(ids.get(2));
    }

    @Test
    void a_forged_cursor_answers_400() {
        tenant.customers(3);
        var cursor = cursor(links(get("/customers?per_page=2")).get("next"));
        var forged = new ArrayList<>(
                List.of("x", "!", "%00", "%F0%9F%A6%8A", "A".repeat(20_000), cursor + "A", cursor.substring(4)));
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'Q' : 'A';
            forged.add(cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
        for (var text : forged) {
            assertInvalid(get("/customers?per_page=2&page=2&cursor=" + text), "cursor");
        }
    }

    @Test
    void a_list_sorted_by_long_texts_goes_on_by_page_numbers() {
        fill();

        assertThat(links(get("/customers?per_page=7&sort=notes%20desc")).get("next"))
                .doesNotContain("cursor=");
    }

    @Test
    void a_list_that_becomes_empty_on_the_way_ends() {
        var ids = tenant.customers(4);
        var next = links(get("/customers?per_page=2")).get("next");
        ids.forEach(id -> tenant.request().delete("/customers/{id}", id).then().statusCode(204));

        var page = get(next);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("X-Total-Count")).isEqualTo("0");
        assertThat(ids(page)).isEmpty();
        assertThat(links(page)).doesNotContainKey("next");
        assertThat(get(links(page).get("previous")).statusCode()).isEqualTo(200);
    }

    private void fill() {
        TestDatabase.execute(ROWS, tenant.id());
    }

    private List<Long> walk(String start, String relation, IntConsumer between) {
        var seen = new ArrayList<Long>();
        int pages = 0;
        for (var url = start; url != null; pages++) {
            var page = get(url);
            assertThat(page.statusCode()).as(url).isEqualTo(200);
            assertThat(pages).isLessThan(100);
            seen.addAll(ids(page));
            url = links(page).get(relation);
            between.accept(pages);
        }
        return seen;
    }

    private static List<Long> reversedPages(List<Long> ids) {
        var pages = new ArrayList<List<Long>>();
        for (int i = 0; i < ids.size(); i += 7) {
            pages.add(ids.subList(i, Math.min(i + 7, ids.size())));
        }
        Collections.reverse(pages);
        return pages.stream().flatMap(List::stream).toList();
    }

    private Response get(String url) {
        return tenant.raw().get(url);
    }

    private static String cursor(String url) {
        return url.substring(url.indexOf("cursor=") + "cursor=".length());
    }

    @Test
    void a_cursor_of_one_filter_is_none_of_another_that_looks_alike() {
        for (int i = 0; i < 3; i++) {
            tenant.customer(Map.of("name", "a, b"));
            tenant.customer(Map.of("name", "a"));
        }
        var one = links(
                tenant.request().queryParam("filter", "{\"name\":[\"a, b\"]}").get("/customers?per_page=1"));
        var cursor = cursor(one.get("next"));

        var request = tenant.request()
                .queryParam("filter", "{\"name\":[\"a\",\"b\"]}")
                .queryParam("cursor", cursor);
        assertInvalid(request.get("/customers?per_page=1&page=2"), "cursor");
        var another =
                tenant.request().queryParam("filter", "{\"name\":\"a, b\"}").queryParam("cursor", cursor);
        assertStatus(another.get("/customers?per_page=1&page=2"), 200);
    }

    @Test
    void the_order_of_filters_and_of_their_values_makes_no_difference_to_a_cursor() {
        for (var city : List.of("A", "B", "A")) {
            tenant.customer(Map.of("name", "x", "city", city));
        }
        var next = links(tenant.request()
                        .queryParam("filter", "{\"name\":\"x\",\"city\":[\"A\",\"B\"]}")
                        .get("/customers?per_page=1"))
                .get("next");

        var request = tenant.request()
                .queryParam("filter", "{\"city\":[\"B\",\"A\"],\"name\":\"x\"}")
                .queryParam("cursor", cursor(next));
        assertStatus(request.get("/customers?per_page=1&page=2"), 200);
    }

    @Test
    void links_that_would_be_too_long_for_gateways_are_left_out_and_next_last_of_all() {
        tenant.customers(3);
        var names = IntStream.range(0, 25)
                .mapToObj(n -> "\"Customer " + n % 3 + "\"")
                .collect(Collectors.joining(","));
        for (int length : new int[] {0, 500, 1000, 2500, 6000}) {
            var answer = tenant.request()
                    .queryParam("filter", "{\"name\":[" + names + "]}")
                    .queryParam("x", "y,;".repeat(length / 9))
                    .get("/customers?per_page=1&page=2");

            assertStatus(answer, 200).header("X-Total-Count", "3");
            var header = answer.header("Link");
            assertThat(header == null ? "" : header)
                    .hasSizeLessThanOrEqualTo(3072)
                    .doesNotContain("y,;");
            if (header != null) {
                assertThat(links(answer)).containsKey("next");
            }
        }
    }

    @Test
    void a_statement_that_was_prepared_before_a_migration_is_prepared_anew() {
        long id = tenant.customer("Acme");
        for (int i = 0; i < 40; i++) {
            assertStatus(tenant.fetched(id), 200);
        }
        var view = TestDatabase.text("select pg_get_viewdef('customer_by_contact'::regclass)");
        TestDatabase.execute("drop view customer_by_contact");
        TestDatabase.execute("alter table customer alter column website type varchar(300)");
        try {
            for (int i = 0; i < 10; i++) {
                assertStatus(tenant.fetched(id), 200);
                assertStatus(tenant.request().get("/customers"), 200);
            }
        } finally {
            TestDatabase.execute("alter table customer alter column website type varchar(255)");
            TestDatabase.execute("create view customer_by_contact as " + view);
        }
        assertStatus(tenant.fetched(id), 200);
    }
}
