package dev.billing.customers.query;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static dev.billing.customers.support.SpecifiedProperties.OF_CUSTOMERS;
import static dev.billing.customers.support.SpecifiedProperties.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's rules for lists, as callers see them. */
@ServiceTest
class ListsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void without_parameters_the_first_100_by_id_are_listed_with_the_exact_total() {
        var list = Tenant.with("acme-dev-key").get("/customers");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.header("X-Total-Count")).isEqualTo("250");
        assertThat(ids(list)).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void following_only_next_from_page_1_visits_all_250_customers_once_each() {
        for (var start : List.of("/customers", "/customers?per_page=7&sort=name%20desc", "/customers?per_page=50")) {
            var seen = new ArrayList<Long>();
            for (String url = start; url != null; ) {
                var page = Tenant.with("acme-dev-key").urlEncodingEnabled(false).get(url);
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.header("X-Total-Count")).isEqualTo("250");
                seen.addAll(ids(page));
                url = links(page).get("next");
            }
            assertThat(seen).hasSize(250).doesNotHaveDuplicates();
        }
    }

    @Test
    void the_link_header_is_the_specifications_but_for_the_cursors_in_it() {
        tenant.customers(30);

        var list = tenant.request().get("/customers?per_page=10&page=1");

        var url = "http://localhost:" + RestAssured.port + "/customers";
        assertThat(list.header("Link").replaceAll("&cursor=[A-Za-z0-9_-]+>", ">"))
                .isEqualTo("<" + url + "?page=1&per_page=10>; rel=\"self\", "
                        + "<" + url + "?page=1&per_page=10>; rel=\"first\", "
                        + "<" + url + "?page=2&per_page=10>; rel=\"next\", "
                        + "<" + url + "?page=3&per_page=10>; rel=\"last\"");
        assertThat(links(tenant.request().get("/customers?per_page=10&page=2")).keySet())
                .containsExactlyInAnyOrder("self", "first", "previous", "next", "last");
        assertThat(links(tenant.request().get("/customers?per_page=10&page=3")).keySet())
                .containsExactlyInAnyOrder("self", "first", "previous", "last");
    }

    @Test
    void links_keep_every_other_parameter_once_and_as_it_was_written() {
        tenant.customers(3);
        var kept = "sort=name%20asc&filter[country]=&pretty=1&x";

        var links = links(tenant.raw().get("/customers?per_page=2&" + kept + "&page=1&sort=name%20asc"));

        assertThat(links.get("next")).contains("/customers?page=2&per_page=2&" + kept + "&cursor=");
    }

    @Test
    void an_empty_list_has_page_1_as_its_last() {
        var list = tenant.request().get("/customers");

        assertStatus(list, 200).header("X-Total-Count", "0").body("customers", hasSize(0));
        assertThat(links(list).get("last")).endsWith("/customers?page=1&per_page=100");
        assertThat(links(list)).containsOnlyKeys("self", "first", "last");
    }

    @Test
    void a_page_past_the_end_is_an_empty_list_with_the_same_total() {
        tenant.customers(3);

        for (var page : List.of("3", "2147483647", "92233720368547758")) {
            var list = tenant.request().get("/customers?per_page=2&page=" + page);

            assertStatus(list, 200).header("X-Total-Count", "3").body("customers", hasSize(0));
            assertThat(links(list)).containsOnlyKeys("self", "first", "previous", "last");
            assertThat(links(list).get("self")).endsWith("?page=" + page + "&per_page=2");
            assertThat(links(list).get("previous")).isEqualTo(links(list).get("last"));
            assertThat(links(list).get("last")).contains("?page=2&per_page=2&cursor=");
        }
    }

    @Test
    void per_page_above_100_is_taken_as_100() {
        var list = Tenant.with("acme-dev-key").get("/customers?per_page=99999999999999999999");

        assertStatus(list, 200).body("customers", hasSize(100));
        assertThat(links(list).get("self")).endsWith("?page=1&per_page=100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "abc", "", "1e2", "%20", "0x10", "٣"})
    void a_page_or_per_page_that_is_no_integer_from_1_answers_400(String value) {
        for (var parameter : List.of("page", "per_page")) {
            assertInvalid(tenant.raw().get("/customers?" + parameter + "=" + encoded(value)), parameter);
        }
    }

    @Test
    void a_page_that_no_list_could_have_answers_400() {
        assertInvalid(tenant.request().get("/customers?page=92233720368547759"), "page");
        assertInvalid(tenant.request().get("/customers?page=" + "9".repeat(40)), "page");
    }

    @Test
    void sort_goes_up_and_down_and_up_when_nothing_is_said() {
        tenant.customers("Beta", "alpha", "Gamma");

        assertThat(names("sort=name")).containsExactly("Beta", "Gamma", "alpha");
        assertThat(names("sort=name asc")).containsExactly("Beta", "Gamma", "alpha");
        assertThat(names("sort=name desc")).containsExactly("alpha", "Gamma", "Beta");
        assertThat(names("sort=name DESC")).containsExactly("alpha", "Gamma", "Beta");
        assertThat(names("sort=id desc")).containsExactly("Gamma", "alpha", "Beta");
    }

    @Test
    void several_sorts_are_separated_by_commas_and_ties_are_broken_by_id() {
        long b = tenant.customer(Map.of("name", "B", "city", "X"));
        long first = tenant.customer(Map.of("name", "A", "city", "X"));
        long c = tenant.customer(Map.of("name", "C", "city", "W"));
        long second = tenant.customer(Map.of("name", "A", "city", "X", "state", "second"));

        assertThat(names("sort=city,name desc")).containsExactly("C", "B", "A", "A");
        var tied = tenant.request().get("/customers?sort=city desc, name asc");
        assertThat(tied.jsonPath().getList("customers.name")).containsExactly("A", "A", "B", "C");
        assertThat(ids(tied)).containsExactly(first, second, b, c);
    }

    @Test
    void null_sorts_last_going_up_and_first_going_down() {
        tenant.customer(Map.of("name", "none"));
        tenant.customer(Map.of("name", "some", "email", "a@example.com"));

        assertThat(names("sort=email")).containsExactly("some", "none");
        assertThat(names("sort=email desc")).containsExactly("none", "some");
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#namesOfCustomers")
    void every_property_of_a_customer_sorts_and_filters(String property) {
        tenant.customer(example(OF_CUSTOMERS));
        var value = tenant.request().get("/customers").<Object>path("customers[0]." + property);

        assertStatus(tenant.request().get("/customers?sort=" + property + " desc"), 200)
                .body("customers", hasSize(1));
        var request = tenant.request().queryParam("filter[" + property + "]", value == null ? "" : value);
        assertStatus(request.get("/customers"), 200)
                .header("X-Total-Count", "1")
                .body("customers", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "nothing", "Name", "name up", "name asc desc",
                "name,", ",", "name asc,name desc", "name; drop table customer", "(select 1)",
                "name asc nulls first", "customer.name", "businessId", "business_id"
            })
    void a_sort_that_names_no_property_or_no_direction_answers_400(String sort) {
        assertInvalid(tenant.request().queryParam("sort", sort).get("/customers"), "sort");
    }

    @Test
    void a_filter_matches_exactly_in_both_forms() {
        tenant.customers("Acme", "Acme 2", "acme");

        for (var filter :
                List.of("filter[name]=Acme", "filter={\"name\":\"Acme\"}", "filter[name]=Acme&filter[name]=Acme")) {
            assertThat(names(filter)).as(filter).containsExactly("Acme");
        }
        assertThat(names("filter[name]=Acme%")).isEmpty();
        assertThat(names("filter[name]=A")).isEmpty();
    }

    @Test
    void several_filters_must_all_match() {
        tenant.customer(Map.of("name", "A", "city", "X"));
        tenant.customer(Map.of("name", "A", "city", "Y"));
        tenant.customer(Map.of("name", "B", "city", "X"));

        for (var filter : List.of(
                "filter[name]=A&filter[city]=X",
                "filter={\"name\":\"A\",\"city\":\"X\"}",
                "filter={\"name\":\"A\"}&filter[city]=X")) {
            list("/customers", filter)
                    .then()
                    .header("X-Total-Count", "1")
                    .body("customers[0].name", equalTo("A"))
                    .body("customers[0].city", equalTo("X"));
        }
        assertThat(names("filter[name]=A&filter={\"name\":\"B\"}")).isEmpty();
    }

    @Test
    void an_array_matches_any_of_its_values_and_null_matches_absence() {
        tenant.customer(Map.of("name", "A", "city", "X"));
        tenant.customer(Map.of("name", "B", "city", "Y"));
        tenant.customer(Map.of("name", "C"));

        assertThat(names("filter={\"city\":[\"X\",\"Y\"]}")).containsExactly("A", "B");
        assertThat(names("filter={\"city\":[\"X\",null]}")).containsExactly("A", "C");
        assertThat(names("filter={\"city\":null}")).containsExactly("C");
        assertThat(names("filter={\"city\":[null]}")).containsExactly("C");
        assertThat(names("filter={\"city\":[]}")).isEmpty();
        assertThat(names("filter[city]=")).containsExactly("C");
        assertThat(names("filter={}")).containsExactly("A", "B", "C");
    }

    @Test
    void numbers_match_by_value_and_booleans_by_both_spellings() {
        long customer = tenant.customer("Acme");
        tenant.contact(customer, Map.of("name", "Tia", "primary", true));
        tenant.contact(customer, Map.of("name", "Kim", "primary", false));
        var contacts = "/customers/" + customer + "/contacts";

        for (var filter : List.of("filter[balance]=0.00", "filter={\"balance\":0}", "filter={\"balance\":0.0}")) {
            assertThat(names(filter)).as(filter).containsExactly("Acme");
        }
        for (var filter : List.of("filter[primary]=true", "filter[primary]=1", "filter={\"primary\":true}")) {
            list(contacts, filter).then().body("contacts.name", equalTo(List.of("Tia")));
        }
        list(contacts, "filter[customer]=" + customer).then().header("X-Total-Count", "2");
        list(contacts, "filter[customer]=1").then().header("X-Total-Count", "0");
    }

    @Test
    void sample_balances_are_filtered_and_sorted_as_exact_numbers() {
        var balances = Tenant.with("acme-dev-key")
                .get("/customers?sort=balance desc")
                .jsonPath()
                .<Number>getList("customers.balance");
        var exact = balances.stream()
                .map(balance -> new BigDecimal(balance.toString()))
                .toList();

        assertThat(exact).isSortedAccordingTo((a, b) -> b.compareTo(a));
        Tenant.with("acme-dev-key")
                .get("/customers?filter[balance]=" + exact.get(0).toPlainString())
                .then()
                .body("customers", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter[nothing]=1", "filter[]=1", "filter[business_id]=1", "filter[balance]=abc",
                "filter[balance]=1e5", "filter[id]=1.5", "filter[id]=99999999999999999999", "filter[created_at]=now",
                "filter[name]=%00", "filter[id]=1%20or%201=1"
            })
    void a_filter_of_an_unknown_property_or_of_the_wrong_type_answers_400_and_names_it(String filter) {
        assertInvalid(tenant.raw().get("/customers?" + filter), filter.substring(0, filter.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing:1", "balance:\"1\"", "balance:1e400", "balance:1e-99999999", "balance:true", "id:1.5",
                "id:99999999999999999999", "name:5", "name:{}", "name:[[]]", "name:[1]", "name:\"\\u0000\"",
                "name:\"\\ud800\"", "id:\"1\""
            })
    void in_the_json_form_too(String member) {
        var name = member.substring(0, member.indexOf(':'));
        var json = "{\"" + name + "\"" + member.substring(name.length()) + "}";
        assertInvalid(tenant.request().queryParam("filter", json).get("/customers"), "filter[" + name + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "[]", "null", "\"x\"", "{", "{\"name\":\"a\",\"name\":\"b\"}", "{} {}"})
    void a_json_filter_that_is_no_object_answers_400(String json) {
        assertInvalid(tenant.request().queryParam("filter", json).get("/customers"), "filter");
    }

    @Test
    void a_filter_takes_at_most_100_values() {
        var values =
                IntStream.rangeClosed(0, 100).mapToObj(n -> "\"" + n + "\"").toList();
        var tooMany = "{\"name\":" + values + "}";
        var most = "{\"name\":" + values.subList(0, 100) + "}";

        assertInvalid(tenant.request().queryParam("filter", tooMany).get("/customers"), "filter[name]");
        assertStatus(tenant.request().queryParam("filter", most).get("/customers"), 200);
    }

    @Test
    void the_same_parameter_twice_is_no_error_with_the_same_value_and_400_with_another() {
        tenant.customers(3);

        assertStatus(tenant.request().get("/customers?page=1&page=1&sort=name&sort=name"), 200);
        for (var parameter : List.of("page", "per_page", "sort", "filter[name]", "filter", "expand")) {
            assertInvalid(tenant.raw().get("/customers?" + parameter + "=1&" + parameter + "=2"), parameter);
        }
    }

    @Test
    void contacts_are_listed_by_the_same_rules() {
        long customer = tenant.customer("Acme");
        for (var name : List.of("Tia", "Kim", "Ann")) {
            tenant.contact(customer, Map.of("name", name, "email", name + "@example.com"));
        }

        var list = tenant.request().get("/customers/{id}/contacts?sort=name&per_page=2", customer);

        assertStatus(list, 200)
                .header("X-Total-Count", "3")
                .header(
                        "Link",
                        matchesPattern(".*/customers/" + customer
                                + "/contacts[?]page=2&per_page=2&sort=name&cursor=[^>]*>; rel=\"next\".*"))
                .body("contacts.name", equalTo(List.of("Ann", "Kim")));
        assertInvalid(tenant.request().get("/customers/{id}/contacts?sort=city", customer), "sort");
        assertInvalid(tenant.request().get("/customers/{id}/contacts?page=0", customer), "page");
        assertInvalid(
                tenant.raw().get("/customers/" + customer + "/contacts?filter[primary]=maybe"), "filter[primary]");
        assertInvalid(tenant.request().get("/customers/{id}/contacts?expand=invoices", customer), "expand");
    }

    /** A request whose parameters are written without their percent encoding. */
    private Response list(String path, String query) {
        var request = tenant.request();
        for (var parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            request.queryParam(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return request.get(path);
    }

    private List<String> names(String query) {
        var list = list("/customers", query);
        assertThat(list.statusCode()).as(query).isEqualTo(200);
        List<String> names = list.jsonPath().getList("customers.name");
        assertThat(list.header("X-Total-Count")).isEqualTo(Integer.toString(names.size()));
        return names;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
