package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.specification.RequestSpecification;
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

    private RequestSpecification strict() {
        return tenant.request().header("Prefer", "handling=strict");
    }

    @Test
    void who_has_no_key_learns_nothing_about_parameters() {
        assertStatus(Tenant.with("ck_unknown").get("/customers?sort[]=name"), 401);
    }
}
