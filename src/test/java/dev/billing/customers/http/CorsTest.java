package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.billing.customers.support.OtherSettings;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** Browsers of an origin that an operator named. */
@ServiceTest
@TestProfile(OtherSettings.class)
class CorsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void the_origin_may_read_answers_and_the_headers_that_the_api_uses() {
        var answer = tenant.request().header("Origin", "https://portal.example").get("/customers");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://portal.example");
        assertThat(answer.header("access-control-expose-headers")).contains("Link", "X-Total-Count", "Location");
    }

    @Test
    void a_preflight_needs_no_key() {
        var answer = RestAssured.given()
                .header("Origin", "https://portal.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options("/customers/1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-methods")).contains("PATCH");
    }

    @Test
    void other_origins_are_not_let_in() {
        var answer = tenant.request().header("Origin", "https://evil.example").get("/customers");

        assertThat(answer.header("access-control-allow-origin")).isNull();
    }

    @Test
    void an_origin_that_is_not_let_in_is_told_so_as_for_every_other_error_and_nothing_is_done() {
        var answer = tenant.json("{\"name\": \"Acme\"}")
                .header("Origin", "https://evil.example")
                .post("/customers");

        assertStatus(answer, 403)
                .contentType("application/json")
                .header("X-Request-Id", notNullValue())
                .body("type", equalTo("invalid_request"));
        tenant.request().get("/customers").then().header("X-Total-Count", "0");
    }

    @Test
    void the_services_own_origin_is_let_in() {
        var request = tenant.request().header("Origin", "http://localhost:" + RestAssured.port);
        assertStatus(request.get("/customers"), 200);
    }
}
