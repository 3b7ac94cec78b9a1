package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which customer of Stripe a customer is. */
@ServiceTest
class StripeCustomersTest {

    private final Tenant tenant = Tenant.create();
    private long customer;

    @BeforeEach
    void a_customer() {
        customer = tenant.customer("Acme");
    }

    @Test
    void it_is_set_replaced_and_cleared() {
        assertStatus(put(customer, "cus_1"), 200).body("success", equalTo(true));
        fetched().then().body("customer.stripe_customer", equalTo("cus_1")).body("customer.updated_at", notNullValue());

        assertStatus(put(customer, "cus_2"), 200);
        fetched().then().body("customer.stripe_customer", equalTo("cus_2"));

        assertStatus(delete(customer), 204);
        fetched().then().body("customer.stripe_customer", nullValue());
        assertStatus(delete(customer), 204);
    }

    @Test
    void the_whole_customer_is_answered_where_that_is_preferred() {
        var request = tenant.json(Map.of("id", "cus_1")).header("Prefer", "return=representation");
        assertStatus(request.put(path(customer)), 200)
                .header("Preference-Applied", "return=representation")
                .body("customer.stripe_customer", equalTo("cus_1"));
    }

    @Test
    void nothing_to_change_leaves_updated_at_alone() {
        assertStatus(delete(customer), 204);

        fetched().then().body("customer.updated_at", nullValue());
    }

    @Test
    void one_of_stripes_is_one_of_ours() {
        long other = tenant.customer("Other");
        put(customer, "cus_1");

        assertInvalid(put(other, "cus_1"), "id");

        delete(customer);
        assertStatus(put(other, "cus_1"), 200);
        assertStatus(put(Tenant.create(), "cus_1"), 200);
    }

    @Test
    void two_customers_at_once_cannot_both_become_it() throws Exception {
        long other = tenant.customer("Other");

        var answers = atOnce(List.<Callable<Response>>of(() -> put(customer, "cus_1"), () -> put(other, "cus_1")));

        assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void customers_are_found_and_sorted_by_it() {
        long first = tenant.customer("First");
        long none = tenant.customer("None");
        put(customer, "cus_b");
        put(first, "cus_a");

        tenant.request()
                .get("/customers?filter[stripe_customer]=cus_b")
                .then()
                .header("X-Total-Count", "1")
                .body("customers.id*.toLong()", contains(customer));
        tenant.request()
                .get("/customers?sort=stripe_customer")
                .then()
                .body("customers.id*.toLong()", contains(first, customer, none));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"id\": null}", "{\"id\": \"\"}", "{\"id\": \" \"}", "{\"id\": 7}", "{\"id\": \"a\\nb\"}"
            })
    void an_id_that_is_none_answers_400(String body) {
        assertInvalid(tenant.json(body).put(path(customer)), "id");
    }

    @Test
    void an_unknown_customer_answers_404() {
        var stranger = Tenant.create();

        for (var answer : List.of(
                put(1, "cus_1"),
                delete(1),
                stranger.json(Map.of("id", "cus_1")).put(path(customer)),
                stranger.request().delete(path(customer)))) {
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void it_needs_the_permission_integrations() {
        var others = Tenant.key(tenant.id(), "read", "write", "balances", "portal");
        assertStatus(Tenant.json(others, "{\"id\": \"cus_1\"}").put(path(customer)), 403);
        assertStatus(Tenant.with(others).delete(path(customer)), 403);

        var integrations = Tenant.key(tenant.id(), "integrations");
        assertStatus(Tenant.with(integrations).formParam("id", "cus_1").put(path(customer)), 200);
        assertStatus(Tenant.with(integrations).delete(path(customer)), 204);
    }

    @Test
    void an_edit_cannot_set_it_but_may_send_it_back() {
        put(customer, "cus_1");

        assertInvalid(
                tenant.json(Map.of("stripe_customer", "cus_2")).patch("/customers/" + customer), "stripe_customer");
        assertStatus(tenant.json(Map.of("stripe_customer", "cus_1")).patch("/customers/" + customer), 200);
    }

    private Response put(long whose, String id) {
        return tenant.json(Map.of("id", id)).put(path(whose));
    }

    private static Response put(Tenant business, String id) {
        return business.json(Map.of("id", id)).put(path(business.customer("Theirs")));
    }

    private Response delete(long whose) {
        return tenant.request().delete(path(whose));
    }

    private Response fetched() {
        return tenant.fetched(customer);
    }

    private static String path(long whose) {
        return "/customers/" + whose + "/stripe_customer";
    }
}
