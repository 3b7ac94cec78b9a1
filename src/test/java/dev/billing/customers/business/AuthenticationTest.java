package dev.billing.customers.business;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class AuthenticationTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void the_key_is_the_user_name_of_basic_and_the_password_is_blank() {
        given().auth()
                .preemptive()
                .basic(tenant.key(), "")
                .get("/customers")
                .then()
                .statusCode(200);
    }

    @Test
    void the_key_is_accepted_as_a_bearer_token() {
        given().header("Authorization", "Bearer " + tenant.key())
                .get("/customers")
                .then()
                .statusCode(200);
        given().header("Authorization", "bearer " + tenant.key())
                .get("/customers")
                .then()
                .statusCode(200);
    }

    @Test
    void a_request_without_a_key_answers_401_with_a_challenge() {
        assertUnauthorized(given().get("/customers").then());
    }

    @Test
    void an_unknown_key_answers_401() {
        assertUnauthorized(Tenant.with("ck_unknown").get("/customers").then());
        assertUnauthorized(given().header("Authorization", "Bearer ck_unknown")
                .get("/customers")
                .then());
    }

    @Test
    void a_header_that_holds_no_key_answers_401() {
        for (var header :
                List.of("Basic", "Basic %%%", "Basic Og==", "Bearer ", "Digest x", tenant.key(), "Basic \u00ff")) {
            assertUnauthorized(
                    given().header("Authorization", header).get("/customers").then());
        }
    }

    @Test
    void the_key_is_asked_for_before_the_body_and_the_id_are_looked_at() {
        assertUnauthorized(given().contentType("application/json")
                .body("{")
                .patch("/customers/1")
                .then());
        assertUnauthorized(given().get("/customers/no-id").then());
    }

    @Test
    void a_key_without_the_permission_answers_403() {
        var reader = Tenant.key(tenant.id(), "read");
        var writer = Tenant.key(tenant.id(), "write");
        long id = tenant.customer("Acme");

        Tenant.with(reader).get("/customers").then().statusCode(200);
        assertForbidden(
                Tenant.with(reader).formParam("name", "x").post("/customers").then());
        assertForbidden(Tenant.with(reader)
                .formParam("name", "x")
                .patch("/customers/{id}", id)
                .then());
        assertForbidden(Tenant.with(reader).delete("/customers/{id}", id).then());
        assertForbidden(Tenant.with(reader)
                .formParam("name", "x")
                .post("/customers/{id}/contacts", id)
                .then());
        assertForbidden(Tenant.with(writer).get("/customers").then());
        assertForbidden(Tenant.with(writer).get("/customers/{id}", id).then());
        assertForbidden(Tenant.with(writer).get("/customers/{id}/contacts", id).then());
        Tenant.with(writer).delete("/customers/{id}", id).then().statusCode(204);
    }

    @Test
    void a_revoked_key_answers_401() {
        long id = Tenant.operator()
                .body(Map.of("name", "Doomed", "permissions", List.of("read")))
                .post("/operator/businesses/{id}/api_keys", tenant.id())
                .jsonPath()
                .getLong("api_key.id");
        var key = Tenant.key(tenant.id(), "read");
        long last = Tenant.operator()
                .get("/operator/businesses/{id}/api_keys", tenant.id())
                .jsonPath()
                .getLong("api_keys[-1].id");
        assertThat(last).isGreaterThan(id);
        Tenant.with(key).get("/customers").then().statusCode(200);

        Tenant.operator()
                .delete("/operator/businesses/{business}/api_keys/{id}", tenant.id(), last)
                .then()
                .statusCode(204);

        assertUnauthorized(Tenant.with(key).get("/customers").then());
    }

    @Test
    void what_belongs_to_another_business_answers_exactly_as_if_it_did_not_exist() {
        var other = Tenant.create();
        long customer = other.customer("Theirs");
        long contact = other.contact(customer, Map.of("name", "Tia"));
        long missing = Long.MAX_VALUE;

        assertSame(
                tenant.request().get("/customers/{id}", customer).then(),
                tenant.request().get("/customers/{id}", missing).then());
        assertSame(
                tenant.json("{\"name\":\"Mine\"}")
                        .patch("/customers/{id}", customer)
                        .then(),
                tenant.json("{\"name\":\"Mine\"}")
                        .patch("/customers/{id}", missing)
                        .then());
        assertSame(
                tenant.request().delete("/customers/{id}", customer).then(),
                tenant.request().delete("/customers/{id}", missing).then());
        assertSame(
                tenant.request().get("/customers/{id}/contacts", customer).then(),
                tenant.request().get("/customers/{id}/contacts", missing).then());
        assertSame(
                tenant.json("{\"name\":\"Mine\"}")
                        .post("/customers/{id}/contacts", customer)
                        .then(),
                tenant.json("{\"name\":\"Mine\"}")
                        .post("/customers/{id}/contacts", missing)
                        .then());
        assertSame(
                tenant.request()
                        .get("/customers/{c}/contacts/{id}", customer, contact)
                        .then(),
                tenant.request()
                        .get("/customers/{c}/contacts/{id}", missing, missing)
                        .then());
        assertSame(
                tenant.request()
                        .delete("/customers/{c}/contacts/{id}", customer, contact)
                        .then(),
                tenant.request()
                        .delete("/customers/{c}/contacts/{id}", missing, missing)
                        .then());

        other.request()
                .get("/customers/{c}/contacts/{id}", customer, contact)
                .then()
                .statusCode(200)
                .body("contact.name", equalTo("Tia"));
        other.request().get("/customers/{id}", customer).then().body("customer.name", equalTo("Theirs"));
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
        assertUnauthorized(Tenant.with("ck_some_other_key").get("/customers").then());

        Tenant.with(Tenant.key(tenant.id(), "read")).get("/customers").then().statusCode(200);
    }

    private static void assertUnauthorized(ValidatableResponse response) {
        response.statusCode(401)
                .header("WWW-Authenticate", "Basic realm=\"customers\"")
                .header("Content-Type", "application/json")
                .body("type", equalTo("invalid_request"))
                .body("message", not(equalTo("")));
    }

    private static void assertForbidden(ValidatableResponse response) {
        response.statusCode(403).header("Content-Type", "application/json").body("type", equalTo("invalid_request"));
    }

    private static void assertSame(ValidatableResponse theirs, ValidatableResponse missing) {
        assertThat(theirs.extract().statusCode()).isEqualTo(404);
        assertThat(theirs.extract().statusCode()).isEqualTo(missing.extract().statusCode());
        assertThat(theirs.extract().asString()).isEqualTo(missing.extract().asString());
        assertThat(names(theirs)).isEqualTo(names(missing));
    }

    private static List<String> names(ValidatableResponse response) {
        return response.extract().headers().asList().stream()
                .map(h -> h.getName())
                .sorted()
                .toList();
    }
}
