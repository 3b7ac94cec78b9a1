package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a caller asks for is silently ignored because its name is spelled wrong. */
@ServiceTest
class ParameterNamesTest {

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @CsvSource({
        "sort[], 'sort'",
        "sort[name], 'sort'",
        "Sort, 'sort'",
        "sort_by, 'sort'",
        "sortBy, 'sort'",
        "Filter[name], filter[name]",
        "filter.name, filter[name]",
        "filter_name, filter[name]",
        "filters[name], filter[name]",
        "filter%255Bname%255D, filter[name]",
        "page[number], 'page'",
        "page[size], 'page'",
        "pageSize, 'page'",
        "per-page, 'per_page'",
        "perPage, 'per_page'",
        "PER_PAGE, 'per_page'",
        "cursor[], 'cursor'",
        "expand[], 'expand'",
        "pretty_print, 'pretty'"
    })
    void a_name_that_begins_like_a_parameter_and_goes_on_wrong_answers_400_and_names_the_right_one(
            String written, String right) {
        var answer =
                tenant.raw().get("/customers?" + written.replace("[", "%5B").replace("]", "%5D") + "=1");

        assertInvalid(answer, written.replace("%25", "%"));
        answer.then().body("message", containsString(right));
    }

    @Test
    void this_holds_for_every_operation_and_changes_nothing() {
        long id = tenant.customer("Acme");

        assertInvalid(tenant.json("{\"name\": \"B\"}").patch("/customers/{id}?Pretty=1", id), "Pretty");
        assertInvalid(tenant.request().delete("/customers/{id}?Expand=x", id), "Expand");

        tenant.fetched(id).then().body("customer.name", equalTo("Acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"utm_source", "_", "p", "so", "fil", "x[sort]", "key", "1sort", "", "limit", "ünïcode"})
    void a_parameter_that_means_nothing_is_ignored(String name) {
        assertStatus(tenant.request().queryParam(name, "1").get("/customers"), 200);
    }

    @Test
    void a_parameter_that_means_nothing_is_refused_if_the_caller_prefers_that() {
        assertInvalid(strict().get("/customers?limit=1"), "limit");
        assertStatus(strict().get("/customers?per_page=1&filter[name]=Acme&pretty=1"), 200);
        assertStatus(tenant.request().header("Prefer", "handling=lenient").get("/customers?limit=1"), 200);
    }

    @ParameterizedTest
    @CsvSource({
        "/customers, limit, per_page",
        "/customers, per-page, per_page",
        "/customers, pagesize, per_page",
        "/customers, page[size], per_page",
        "/customers, pagee, page",
        "/customers, offset, page",
        "/customers, order_by, sort",
        "/customers, srot, sort",
        "/customers, filter.name, filter[name]=Acme",
        "/customers, where, filter[name]=Acme",
        "/customers, search, q",
        "/customers, Q, q",
        "/customers, starting_after, cursor",
        "/customers, modified_since, updated_after",
        "/customers, update_after, updated_after",
        "/customers, openbalance, open_balance",
        "/customers, meta, metadata[key]=value",
        "/contacts, exapnd, expand",
        "/events, since, after",
        "/contacts, since, updated_after"
    })
    void a_strict_answer_names_the_parameter_that_is_meant(String path, String written, String right) {
        var answer = strict().queryParam(written, "1").get(path);

        assertInvalid(answer, written);
        answer.then()
                .body("message", matchesRegex(".*Write '?" + Pattern.quote(right) + "\\b.*"))
                .body("message", containsString("There are: page,"));
    }

    @ParameterizedTest
    @CsvSource({
        "/customers, wait",
        "/customers, after",
        "/customers, expand",
        "/contacts, open_balance",
        "/customers/{id}, page",
        "/customers/{id}, filter[name]",
        "/customers/{id}, metadata[key]",
        "/customers/{id}, limit",
        "/customers/{id}, utm_source"
    })
    void a_strict_answer_names_only_what_the_operation_has(String path, String written) {
        var url = path.replace("{id}", Long.toString(tenant.customer("Acme")));

        var answer = strict().queryParam(written, "1").get(url);

        assertInvalid(answer, written);
        answer.then().body("message", not(containsString("'per_page'"))).body("message", containsString("pretty"));
        assertThat(tenant.request().queryParam(written, "1").get(url).statusCode())
                .isIn(200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "per_page", "sort", "cursor"})
    void a_stream_has_no_pages(String written) {
        var answer = strict().queryParam(written, "1").get("/events/stream");

        assertInvalid(answer, written);
        answer.then().body("message", containsString("There are: filter,"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_", "", "ünïcode", "%00", "1", "🦊", "filter"})
    void a_strict_answer_to_a_name_like_no_other_names_all(String name) {
        var query = name.equals("filter") ? "x".repeat(3000) : name;

        assertInvalid(strict().queryParam(query, "1").get("/customers"), query);
    }

    private RequestSpecification strict() {
        return tenant.request().header("Prefer", "handling=strict");
    }

    @Test
    void who_has_no_key_learns_nothing_about_parameters() {
        assertStatus(Tenant.with("ck_unknown").get("/customers?sort[]=name"), 401);
    }
}
