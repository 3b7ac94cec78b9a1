package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused before anything is done, whatever else is right about them. */
@ServiceTest
class RefusedRequestsTest {

    private static final String BODY = "{\"name\":\"Acme\"}";

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "Host:\n", "Host: \n", "Host: a\nHost: a\n",
                "Host: a\nHost: b\n", "Host: a b\n", "Host: a/b\n", "Host: user@a\n",
                "Host: a:b\n", "Host: a:123456\n", "Host: a,b\n", "Host: <a>\n",
                "Host: [::1\n", "Host: [.]\n", "Host: [1.2.3.4]\n", "Host: [12345::1]\n",
                "Host: [a:b]\n", "Host: [1:2:3:4:5:6:7:8:9]\n", "Host: localhost:0\n", "Host: localhost:65536\n",
                "Host: \u00e9\n"
            })
    void without_exactly_one_readable_host_nothing_is_created(String host) throws Exception {
        assertRefused(400, "POST /customers HTTP/1.1\n" + host + create(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", "[::1]", "[::1]:65535", "[::ffff:1.2.3.4]:", "a_b.example:1"})
    void a_readable_host_is_in_the_location_of_what_was_created(String host) throws Exception {
        var answer = RawHttp.exchange(
                RestAssured.port,
                "POST /customers HTTP/1.1\nHost: " + host + "\n"
                        + create("").replaceFirst("\n", "\nConnection: close\n"));

        assertThat(answer)
                .startsWith("HTTP/1.1 201 ")
                .contains("Location: http://" + host.replaceFirst(":$", "") + "/customers/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/0.9", "HTTP/1.10"})
    void another_version_of_http_is_not_served(String version) throws Exception {
        assertThat(RawHttp.exchange(
                        RestAssured.port, "POST /customers " + version + "\nHost: localhost\n" + create("")))
                .startsWith("HTTP/1.1 505 ")
                .contains("\r\nConnection: close\r\n")
                .contains("\"message\":\"HTTP Version Not Supported.\"");
        assertThat(tenant.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/customers/1/..", "/customers/{id}/contacts/..", "/customers/{id}/contacts/%2e%2E",
                "/customers/{id}/.", "/q/../customers/{id}", "/q/%2e./customers/{id}",
                "/./customers/{id}"
            })
    void dots_in_a_path_do_not_lead_to_another_resource(String path) {
        long id = tenant.customer("Acme");
        var found = path.replace("{id}", Long.toString(id));
        var request = tenant.json("{\"name\": \"Other\"}").urlEncodingEnabled(false);

        assertStatus(request.get(found), 404);
        assertStatus(request.patch(found), 404);
        assertStatus(request.delete(found), 404);
        assertStatus(request.post(found), 404);
        tenant.fetched(id).then().body("customer.name", equalTo("Acme"));
        tenant.request().get("/customers").then().header("X-Total-Count", "1");
    }

    @Test
    void behind_a_large_body_to_such_a_path_the_management_port_answers_the_next_request() throws Exception {
        var refused = "POST /q/../x HTTP/1.1\nHost: localhost\nContent-Length: 100000\n\n" + "x".repeat(100_000);
        var next = "GET /q/health/live HTTP/1.1\nHost: localhost\nConnection: close\n\n";

        assertThat(RawHttp.statuses(RawHttp.exchange(Tenant.managementPort(), refused + next)))
                .containsExactly(404, 200);
    }

    @Test
    void an_encoded_slash_is_part_of_an_id_and_not_of_the_path() {
        for (var path : new String[] {"/customers/1%2Fcontacts", "/customers/1%2Fstripe_customer"}) {
            var request = tenant.json("{\"name\": \"Other\"}").urlEncodingEnabled(false);
            assertStatus(request.patch(path), 404);
            assertStatus(request.post(path), 405).header("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH");
        }
    }

    @Test
    void brackets_in_a_path_are_data() throws Exception {
        for (var path : new String[] {"/[/../customers", "/customers/[x]/..", "/[customers]"}) {
            assertThat(RawHttp.exchange(
                            RestAssured.port,
                            "POST " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n" + create("")))
                    .startsWith("HTTP/1.1 404 ");
        }
        assertThat(tenant.total()).isZero();
    }

    @Test
    void two_keys_are_no_key() throws Exception {
        var twice = headers("Authorization: Basic " + "YWNtZS1kZXYta2V5Og==" + "\n");

        assertThat(RawHttp.get(RestAssured.port, "/customers", twice)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void an_empty_content_type_says_nothing_of_a_body() throws Exception {
        var request = ("POST /customers HTTP/1.1\nHost: localhost\nConnection: close\n" + create(""))
                .replace("Content-Type: application/json", "Content-Type:");

        assertThat(RawHttp.exchange(RestAssured.port, request)).startsWith("HTTP/1.1 415 ");
        assertThat(tenant.total()).isZero();
    }

    @Test
    void without_a_host_http_1_0_has_no_links_to_give() throws Exception {
        assertThat(RawHttp.exchange(RestAssured.port, "POST /customers HTTP/1.0\n" + create("")))
                .startsWith("HTTP/1.0 400 ")
                .contains("The Host header is missing or unreadable.");
        assertThat(tenant.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xchunked",
                "identity",
                "gzip",
                "gzip, chunked",
                "chunked, chunked",
                "chunked\nTransfer-Encoding: x"
            })
    void a_body_in_an_unknown_transfer_encoding_is_not_taken_for_the_next_request(String encoding) throws Exception {
        var smuggled = "POST /customers HTTP/1.1\nHost: localhost\n" + create("");

        assertRefused(
                400,
                "POST /customers HTTP/1.1\nHost: localhost\n" + headers("Transfer-Encoding: " + encoding + "\n") + "\n"
                        + smuggled);
    }

    @Test
    void a_broken_chunk_ends_the_connection_with_an_answer() throws Exception {
        assertRefused(
                400,
                "POST /customers HTTP/1.1\nHost: localhost\n" + headers("Transfer-Encoding: chunked\n") + "\nzz\n");
    }

    @Test
    void what_is_too_long_is_said_as_for_every_other_error() throws Exception {
        assertRefused(414, "GET /customers?" + "x".repeat(262_144) + " HTTP/1.1\n");
        assertRefused(431, "GET /customers HTTP/1.1\nHost: localhost\nX-Long: " + "x".repeat(30_000) + "\n\n");
        assertRefused(400, "GET /customers HTTP/1.1\nHost: localhost\nX Y: z\n\n");
    }

    @Test
    void a_refusal_comes_behind_the_answers_to_the_requests_before_it() throws Exception {
        var good = "GET /customers HTTP/1.1\nHost: localhost\n" + headers("") + "\n";

        var answers = RawHttp.exchange(
                RestAssured.port, good + good + "GET /customers HTTP/1.1\n" + headers("") + "\n" + good);

        assertThat(RawHttp.statuses(answers)).containsExactly(200, 200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip", "x", "identity\nContent-Encoding: gzip"})
    void an_encoded_body_is_not_read(String encoding) throws Exception {
        var request = tenant.json(BODY)
                .header("Content-Encoding", encoding.split("\n")[0])
                .header("Content-Encoding", encoding.replaceFirst(".*: ", "").replaceFirst("(?s).*\n", ""));
        assertStatus(request.post("/customers"), 415)
                .body(
                        "message",
                        equalTo("Send the body as it is: a Content-Encoding other than identity is not read."));
        assertThat(tenant.total()).isZero();
        assertStatus(tenant.json(BODY).header("Content-Encoding", "identity").post("/customers"), 201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/portal_users/M%FCller",
                "/portal_users/u;x=1",
                "/portal_users/u;",
                "/portal_users/%C0%AF",
                "/;a/portal_users/u"
            })
    void a_path_that_is_no_utf_8_or_has_parameters_of_segments_is_no_path(String path) {
        var request = tenant.json("{\"email\":\"a@b.example\"}").urlEncodingEnabled(false);
        assertStatus(request.put(path), 404);

        assertStatus(tenant.request().get("/portal_users/u"), 404);
        assertStatus(tenant.request().get("/portal_users/M\ufffdller"), 404);
    }

    @Test
    void an_encoded_semicolon_is_part_of_an_id() {
        var request = tenant.json("{\"email\":\"a@b.example\"}").urlEncodingEnabled(false);
        assertStatus(request.put("/portal_users/u%3Bx=1"), 201).body("portal_user.id", equalTo("u;x=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "x", "application/json"})
    void a_request_without_a_body_may_name_any_type_of_one(String type) {
        long id = tenant.customer("Acme");

        assertStatus(tenant.request().header("Content-Type", type).get("/customers/{id}", id), 200);
        assertStatus(tenant.request().header("Content-Type", type).head("/customers/{id}", id), 200);
        assertStatus(tenant.request().header("Content-Type", type).delete("/customers/{id}", id), 204);
    }

    @Test
    void every_answer_with_data_is_kept_by_nobody() {
        long id = tenant.customer("Acme");
        for (var path : new String[] {"/customers", "/customers/" + id, "/customers/0", "/nowhere"}) {
            tenant.request()
                    .get(path)
                    .then()
                    .header("Cache-Control", "no-store")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Request-Id", notNullValue());
        }
        assertThat(RestAssured.get("/q/openapi").header("Cache-Control")).isNull();
    }

    private void assertRefused(int status, String request) throws Exception {
        var answer = RawHttp.exchange(RestAssured.port, request);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsOnlyOnce("HTTP/1.1")
                .containsIgnoringCase("Content-Type: application/json\r\n")
                .containsPattern("(?i)X-Request-Id: \\S+\r\n")
                .contains("\r\n\r\n{\"type\":\"invalid_request\",\"message\":\"");
        assertThat(tenant.total()).isZero();
    }

    private String create(String more) {
        return headers(more + "Content-Length: " + BODY.length() + "\n") + "\n" + BODY;
    }

    private String headers(String more) {
        return "Authorization: " + tenant.authorization() + "\nContent-Type: application/json\n" + more;
    }
}
