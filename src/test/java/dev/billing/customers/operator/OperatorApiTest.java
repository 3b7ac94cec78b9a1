package dev.billing.customers.operator;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.api.Sha256;
import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@ServiceTest
class OperatorApiTest {

    private static final String KEYS = "/operator/businesses/{id}/api_keys";

    @Test
    void an_operator_creates_a_business_and_finds_it_in_the_list() {
        long id = Tenant.operator()
                .body(Map.of("name", "Acme"))
                .post("/operator/businesses")
                .then()
                .statusCode(201)
                .body("business.name", equalTo("Acme"))
                .body("business.created_at", notNullValue())
                .extract()
                .jsonPath()
                .getLong("business.id");

        assertStatus(Tenant.operator().get("/operator/businesses?after={before}", id - 1), 200)
                .body("businesses[0].id", equalTo((int) id));
    }

    @Test
    void a_key_is_random_is_shown_once_and_is_kept_as_a_hash() {
        var tenant = Tenant.create();

        var key = Tenant.key(tenant.id(), "read");

        assertThat(key).matches("ck_[A-Za-z0-9_-]{48}").isNotEqualTo(Tenant.key(tenant.id(), "read"));
        assertThat(Tenant.operator().get(KEYS, tenant.id()).asString()).doesNotContain(key);
        var hash = Sha256.of(key);
        assertThat(TestDatabase.number("select count(*) from api_key where hash = ?", hash))
                .isEqualTo(1);
        assertThat(TestDatabase.number("select count(*) from api_key where api_key::text like ?", "%" + key + "%"))
                .isZero();
    }

    @Test
    void keys_are_listed_with_their_permissions_and_whether_they_work() {
        var tenant = Tenant.create();
        Tenant.key(tenant.id(), "write", "read");
        long id = Tenant.operator().get(KEYS, tenant.id()).jsonPath().getLong("api_keys[1].id");

        assertStatus(Tenant.operator().delete(KEYS + "/{key}", tenant.id(), id), 204);
        assertStatus(Tenant.operator().delete(KEYS + "/{key}", tenant.id(), id), 204);

        assertStatus(Tenant.operator().get(KEYS, tenant.id()), 200)
                .body("api_keys[0].revoked_at", nullValue())
                .body("api_keys[1].permissions", equalTo(List.of("read", "write")))
                .body("api_keys[1].revoked_at", notNullValue());
    }

    @Test
    void without_the_operator_token_every_operation_answers_401() {
        for (var token : new String[] {"", "Bearer wrong", "Bearer dev-operator-token2", "Basic Og=="}) {
            var request = given().port(Tenant.managementPort()).header("Authorization", token);
            assertRefused(request.get("/operator/businesses"), 401);
        }
        assertStatus(given().port(Tenant.managementPort()).body("{}").post("/operator/businesses"), 401);
        assertStatus(given().port(Tenant.managementPort()).get(KEYS, 1), 401);
        assertStatus(given().port(Tenant.managementPort()).delete(KEYS + "/{key}", 1, 1), 401);
    }

    @Test
    void an_api_key_is_no_operator_token() {
        var request = given().port(Tenant.managementPort())
                .header("Authorization", "Bearer " + Tenant.create().key());
        assertStatus(request.get("/operator/businesses"), 401);
    }

    @Test
    void the_operator_api_is_not_on_the_public_port() {
        assertStatus(
                given().header("Authorization", "Bearer dev-operator-token").get("/operator/businesses"), 404);
    }

    @Test
    void bad_input_answers_400_and_names_what_is_wrong() {
        var tenant = Tenant.create();
        assertStatus(Tenant.operator().body("{").post("/operator/businesses"), 400);
        assertStatus(Tenant.operator().body("[]").post("/operator/businesses"), 400);
        for (var name : new String[] {"null", "1", "\" \"", "\"a\\u0000b\"", "\"" + "a".repeat(256) + "\""}) {
            assertInvalid(Tenant.operator().body("{\"name\":" + name + "}").post("/operator/businesses"), "name");
        }
        for (var permissions : new String[] {"null", "[]", "[\"fly\"]", "\"read\"", "[1]"}) {
            var request = Tenant.operator().body("{\"name\":\"x\",\"permissions\":" + permissions + "}");
            assertInvalid(request.post(KEYS, tenant.id()), "permissions");
        }
    }

    @Test
    void a_key_has_a_representation_that_is_listed_and_can_be_changed() {
        var tenant = Tenant.create();
        long customer = tenant.customer("Acme");
        var key = Tenant.operator()
                .body("{\"name\":\"x\",\"permissions\":[\"read\"],\"representation\":\"2015-12\"}")
                .post(KEYS, tenant.id());
        assertStatus(key, 201).body("api_key.representation", equalTo("2015-12"));
        String secret = key.path("api_key.key");
        int id = key.path("api_key.id");
        assertStatus(Tenant.with(secret).get("/customers/{id}", customer), 200).body("name", equalTo("Acme"));
        Tenant.operator()
                .get(KEYS, tenant.id())
                .then()
                .body("api_keys.representation", equalTo(List.of("2015-04", "2015-12")));

        assertStatus(
                        Tenant.operator()
                                .body("{\"representation\":\"2015-04\"}")
                                .patch(KEYS + "/{key}", tenant.id(), id),
                        200)
                .body("api_key.representation", equalTo("2015-04"))
                .body("api_key.id", equalTo(id));

        assertStatus(Tenant.with(secret).get("/customers/{id}", customer), 200).body("customer.name", equalTo("Acme"));
    }

    @Test
    void a_change_of_a_key_that_is_no_representation_or_no_key_is_refused() {
        var tenant = Tenant.create();
        for (var wrong : new String[] {"null", "\"\"", "\"2015\"", "\"BARE\"", "{}", "2015"}) {
            var body = "{\"representation\":" + wrong + "}";
            assertInvalid(Tenant.operator().body(body).patch(KEYS + "/1", tenant.id()), "representation");
            if (!wrong.equals("null")) {
                assertInvalid(
                        Tenant.operator()
                                .body("{\"name\":\"x\",\"permissions\":[\"read\"],\"representation\":" + wrong + "}")
                                .post(KEYS, tenant.id()),
                        "representation");
            }
        }
        assertInvalid(Tenant.operator().body("{}").patch(KEYS + "/1", tenant.id()), "representation");
        assertInvalid(Tenant.operator().body("{\"name\":\"x\"}").patch(KEYS + "/1", tenant.id()), "name");
        assertStatus(
                Tenant.operator().body("{\"representation\":\"2015-12\"}").patch(KEYS + "/999999", tenant.id()), 404);
    }

    @Test
    void a_method_that_a_path_does_not_support_answers_405_with_those_that_it_does() {
        assertStatus(Tenant.operator().put("/operator/businesses"), 405).header("Allow", "GET, POST");
        assertStatus(Tenant.operator().head("/operator/businesses"), 405).header("Allow", "GET, POST");
        assertStatus(Tenant.operator().post(KEYS + "/1", 1), 405).header("Allow", "DELETE, PATCH");
        assertStatus(Tenant.operator().get("/operator/businesses/1/customer_total/repair"), 405)
                .header("Allow", "POST");
    }

    @Test
    void dots_in_a_path_do_not_lead_to_the_operator_api() throws IOException {
        for (var path :
                new String[] {"/q/../operator/businesses", "/./operator/businesses", "/q/%2e%2e/operator/businesses"}) {
            assertStatus(Tenant.operator().urlEncodingEnabled(false).get(path), 404);
        }
    }

    @Test
    void two_tokens_are_no_token() {
        assertStatus(Tenant.operator().header("Authorization", "Bearer another").get("/operator/businesses"), 401);
    }

    @Test
    void an_encoded_body_is_not_read() {
        var request = Tenant.operator().header("Content-Encoding", "gzip").body("{\"name\": \"x\"}");
        assertStatus(request.post("/operator/businesses"), 415);
    }

    @Test
    void a_list_goes_on_behind_an_id_and_nothing_else() {
        for (var after : new String[] {"", "x", "-1", "0", "1.5"}) {
            assertInvalid(Tenant.operator().get("/operator/businesses?after=" + after), "after");
        }
    }

    @Test
    void what_is_not_there_answers_404() {
        long missing = Long.MAX_VALUE;
        var body = Map.of("name", "x", "permissions", List.of("read"));

        assertStatus(Tenant.operator().body(body).post(KEYS, missing), 404);
        assertStatus(Tenant.operator().delete(KEYS + "/{key}", Tenant.create().id(), missing), 404);
        assertStatus(Tenant.operator().get(KEYS, missing), 404);
        assertRefused(Tenant.operator().get("/operator/nothing"), 404);
    }

    @Test
    void a_key_of_one_business_is_not_revoked_through_another() {
        var tenant = Tenant.create();
        long id = Tenant.operator().get(KEYS, tenant.id()).jsonPath().getLong("api_keys[0].id");

        assertStatus(Tenant.operator().delete(KEYS + "/{key}", Tenant.create().id(), id), 404);

        assertStatus(tenant.request().get("/customers"), 200);
    }

    @Test
    void answers_carry_a_request_id() {
        Tenant.operator()
                .header("X-Request-Id", "abc")
                .get("/operator/businesses")
                .then()
                .header("X-Request-Id", "abc")
                .body("businesses.name", hasItem("Acme"));
    }

    @Test
    void the_token_is_looked_at_before_what_the_body_says() {
        var request = given().port(Tenant.managementPort())
                .header("Authorization", "Bearer not-the-token")
                .body("no json");
        assertStatus(request.post("/operator/businesses"), 401);
    }

    @Test
    void the_token_is_looked_at_before_the_body_arrives_and_the_connection_goes_on() throws IOException {
        try (var socket = new Socket("localhost", Tenant.managementPort())) {
            socket.setSoTimeout(20_000);
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(socket, "POST /operator/businesses HTTP/1.1\nHost: x\nContent-Length: 10\n\n");
            assertThat(answers.readLine()).startsWith("HTTP/1.1 401");

            send(
                    socket,
                    "0123456789GET /operator/businesses HTTP/1.1\nHost: x\nConnection: close\n"
                            + "Authorization: Bearer dev-operator-token\n\n");
            assertThat(answers.lines()).anyMatch(line -> line.contains("HTTP/1.1 200"));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void a_body_of_more_than_a_megabyte_is_413() {
        assertRefused(Tenant.operator().body(" ".repeat((1 << 20) + 1)).post("/operator/businesses"), 413);
    }

    @Test
    void an_unknown_property_and_text_that_cannot_be_seen_are_refused() {
        assertInvalid(Tenant.operator().body("{\"name\": \"x\", \"foo\": 1}").post("/operator/businesses"), "foo");
        for (var name : new String[] {"\u200b", "a\u0007", "x".repeat(256)}) {
            assertInvalid(Tenant.operator().body(Map.of("name", name)).post("/operator/businesses"), "name");
        }
    }

    @Test
    void every_request_leaves_a_line_in_the_log() throws IOException {
        var lines = new CopyOnWriteArrayList<String>();
        var log = Logger.getLogger("dev.billing.customers.audit");
        log.setFilter(line -> lines.add(String.format(line.getMessage(), line.getParameters())));
        try {
            Tenant.operator().get("/operator/businesses");
            Tenant.operator().get("/operator/businesses/0/api_keys");
            RawHttp.get(Tenant.managementPort(), "/operator/%", "");
            Tenant.operator().urlEncodingEnabled(false).get("/%6Fperator/businesses");
            await().until(() -> lines.size() == 4);
        } finally {
            log.setFilter(null);
        }
        assertThat(lines)
                .contains(
                        "operator GET /operator/businesses: 200",
                        "operator GET /operator/businesses/0/api_keys: 404",
                        "operator GET /operator/%: 400",
                        "operator GET /%6Fperator/businesses: 200");
    }
}
