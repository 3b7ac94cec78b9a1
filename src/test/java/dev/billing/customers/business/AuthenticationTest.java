package dev.billing.customers.business;

import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class AuthenticationTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void the_key_is_the_user_name_of_basic_and_the_password_is_blank() {
        assertStatus(given().auth().preemptive().basic(tenant.key(), "").get("/customers"), 200);
    }

    @Test
    void the_key_is_accepted_as_a_bearer_token() {
        assertStatus(given().header("Authorization", "Bearer " + tenant.key()).get("/customers"), 200);
        assertStatus(given().header("Authorization", "bearer " + tenant.key()).get("/customers"), 200);
    }

    @Test
    void a_request_without_a_key_answers_401_with_a_challenge() {
        assertUnauthorized(given().get("/customers"));
    }

    @Test
    void an_unknown_key_answers_401() {
        assertUnauthorized(Tenant.with("ck_unknown").get("/customers"));
        assertUnauthorized(given().header("Authorization", "Bearer ck_unknown").get("/customers"));
    }

    @Test
    void a_header_that_holds_no_key_answers_401() {
        for (var header :
                List.of("Basic", "Basic %%%", "Basic Og==", "Bearer ", "Digest x", tenant.key(), "Basic \u00ff")) {
            assertUnauthorized(given().header("Authorization", header).get("/customers"));
        }
    }

    @Test
    void the_key_is_asked_for_before_the_body_and_the_id_are_looked_at() {
        assertUnauthorized(given().contentType("application/json").body("{").patch("/customers/1"));
        assertUnauthorized(given().get("/customers/no-id"));
    }

    @Test
    void a_key_without_the_permission_answers_403() {
        var reader = Tenant.key(tenant.id(), "read");
        var writer = Tenant.key(tenant.id(), "write");
        long id = tenant.customer("Acme");

        assertStatus(Tenant.with(reader).get("/customers"), 200);
        assertRefused(Tenant.with(reader).formParam("name", "x").post("/customers"), 403);
        assertRefused(Tenant.with(reader).formParam("name", "x").patch("/customers/{id}", id), 403);
        assertRefused(Tenant.with(reader).delete("/customers/{id}", id), 403);
        assertRefused(Tenant.with(reader).formParam("name", "x").post("/customers/{id}/contacts", id), 403);
        assertRefused(Tenant.with(writer).get("/customers"), 403);
        assertRefused(Tenant.with(writer).get("/customers/{id}", id), 403);
        assertRefused(Tenant.with(writer).get("/customers/{id}/contacts", id), 403);
        assertStatus(Tenant.with(writer).delete("/customers/{id}", id), 204);
    }

    @Test
    void a_revoked_key_answers_401() {
        var keys = "/operator/businesses/{id}/api_keys";
        var doomed = Map.of("name", "Doomed", "permissions", List.of("read"));
        var created = Tenant.operator().body(doomed).post(keys, tenant.id());
        String key = created.path("api_key.key");
        Integer id = created.path("api_key.id");
        assertThat(Tenant.operator().get(keys, tenant.id()).<Integer>path("api_keys[-1].id"))
                .isEqualTo(id);
        assertStatus(Tenant.with(key).get("/customers"), 200);

        assertStatus(Tenant.operator().delete(keys + "/{key}", tenant.id(), id), 204);

        assertUnauthorized(Tenant.with(key).get("/customers"));
    }

    @Test
    void what_belongs_to_another_business_answers_exactly_as_if_it_did_not_exist() {
        var other = Tenant.create();
        long customer = other.customer("Theirs");
        long contact = other.contact(customer, Map.of("name", "Tia"));
        long missing = Long.MAX_VALUE;

        assertSame(tenant.fetched(customer), tenant.fetched(missing));
        assertSame(
                tenant.json("{\"name\":\"Mine\"}").patch("/customers/{id}", customer),
                tenant.json("{\"name\":\"Mine\"}").patch("/customers/{id}", missing));
        assertSame(
                tenant.request().delete("/customers/{id}", customer),
                tenant.request().delete("/customers/{id}", missing));
        assertSame(
                tenant.request().get("/customers/{id}/contacts", customer),
                tenant.request().get("/customers/{id}/contacts", missing));
        assertSame(
                tenant.json("{\"name\":\"Mine\"}").post("/customers/{id}/contacts", customer),
                tenant.json("{\"name\":\"Mine\"}").post("/customers/{id}/contacts", missing));
        assertSame(
                tenant.request().get("/customers/{c}/contacts/{id}", customer, contact),
                tenant.request().get("/customers/{c}/contacts/{id}", missing, missing));
        assertSame(
                tenant.request().delete("/customers/{c}/contacts/{id}", customer, contact),
                tenant.request().delete("/customers/{c}/contacts/{id}", missing, missing));

        assertStatus(other.request().get("/customers/{c}/contacts/{id}", customer, contact), 200)
                .body("contact.name", equalTo("Tia"));
        other.fetched(customer).then().body("customer.name", equalTo("Theirs"));
    }

    @Test
    void a_list_and_its_total_show_nothing_of_another_business() {
        Tenant.create().customer("Theirs");
        tenant.customer("Mine");

        tenant.request()
                .get("/customers")
                .then()
                .header("X-Total-Count", "1")
                .body("customers.name", equalTo(List.of("Mine")));
        tenant.request().get("/customers?filter[name]=Theirs").then().header("X-Total-Count", "0");
    }

    @Test
    void a_key_that_was_just_created_works_though_it_was_tried_before() {
        assertUnauthorized(Tenant.with("ck_some_other_key").get("/customers"));

        assertStatus(Tenant.with(Tenant.key(tenant.id(), "read")).get("/customers"), 200);
    }

    private static void assertUnauthorized(Response response) {
        assertRefused(response, 401)
                .header("WWW-Authenticate", "Basic realm=\"customers\"")
                .body("message", not(equalTo("")));
    }

    private static void assertSame(Response theirs, Response missing) {
        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.statusCode()).isEqualTo(missing.statusCode());
        assertThat(theirs.asString()).isEqualTo(missing.asString());
        assertThat(names(theirs)).isEqualTo(names(missing));
    }

    private static List<String> names(Response response) {
        return response.headers().asList().stream()
                .map(h -> h.getName())
                .sorted()
                .toList();
    }
}
