package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What attackers, fuzzers and broken clients send: a clear answer, never a 500, and never somebody else's data. */
@ServiceTest
class HostileInputTest {

    private static final List<String> SQL = List.of(
            "'",
            "''; drop table customer; --",
            "1 or 1=1",
            "name) from customer --",
            "name asc; select pg_sleep(10)",
            "\\",
            "\"",
            "$1",
            ":v0",
            "?1",
            "{fn now()}",
            "/*",
            "name collate \"C\"",
            "id)::text");

    private final Tenant tenant = Tenant.create();

    @Test
    void sql_in_sort_and_filter_is_data() {
        tenant.customer("Acme");
        Tenant.create().customer("Theirs");
        for (var sql : SQL) {
            for (var parameter : List.of("sort", "filter")) {
                assertStatus(tenant.request().queryParam(parameter, sql).get("/customers"), 400);
            }
            assertStatus(tenant.request().queryParam("filter[" + sql + "]", "x").get("/customers"), 400);
            assertStatus(tenant.request().queryParam("filter[name]", sql).get("/customers"), 200)
                    .header("X-Total-Count", "0");
        }
        tenant.request().get("/customers").then().header("X-Total-Count", "1");
    }

    @Test
    void sql_in_a_body_is_stored_as_the_text_that_it_is() {
        for (var sql : SQL) {
            long id = tenant.customer(sql);
            tenant.fetched(id).then().body("customer.name", equalTo(sql));
        }
    }

    @Test
    void ten_thousand_parameters_answer_400() {
        var query = IntStream.range(0, 10_000).mapToObj(n -> "p" + n + "=" + n).collect(Collectors.joining("&"));

        assertRefused(tenant.raw().get("/customers?" + query), 400);
        assertRefused(tenant.form(query).post("/customers"), 400);
    }

    @Test
    void a_thousand_repetitions_of_one_parameter_are_one_parameter() {
        var query = String.join("&", Collections.nCopies(1000, "sort=name"));

        var list = tenant.raw().get("/customers?" + query);

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.header("Link")).contains("?page=1&per_page=100&sort=name>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter[name]=%",
                "filter[name]=%4",
                "filter[name]=%zz",
                "filter[name]=%C3%28",
                "%ff=1",
                "sort=%F0%9F",
                "filter=%7B%22name%22%3A%22%ED%A0%80%22%7D",
                "page=%",
                "pretty=%"
            })
    void a_query_with_broken_percent_encoding_answers_400(String query) throws Exception {
        assertThat(get("/customers?" + query)).startsWith("HTTP/1.1 400 ").contains("\"type\":\"invalid_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customers/%", "/customers/%4", "/customers/%zz", "/%", "/customers/1/contacts/%g0"})
    void a_path_with_broken_percent_encoding_answers_400(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 400 ").contains("\"type\":\"invalid_request\"");
    }

    @Test
    void a_path_that_is_no_utf_8_answers_404() throws Exception {
        assertThat(get("/customers/%C3%28")).startsWith("HTTP/1.1 404 ").contains("\"type\":\"invalid_request\"");
    }

    @Test
    void a_body_that_is_cut_off_creates_nothing() throws Exception {
        var answer = RawHttp.exchangeAndClose(RestAssured.port, create("Content-Length: 100\n\n{\"name\":\"Acme\"}"));

        assertThat(answer).doesNotContain("201 Created", " 500 ");
        tenant.request().get("/customers").then().header("X-Total-Count", "0");
    }

    @Test
    void a_body_in_chunks_over_1_MiB_answers_413() throws Exception {
        var chunk = "10000\n" + " ".repeat(0x10000) + "\n";

        var answer = post("Transfer-Encoding: chunked\n\n" + chunk.repeat(17) + "0\n\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"type\":\"invalid_request\"");
    }

    @Test
    void a_content_length_of_an_exabyte_answers_413_before_the_body_comes() throws Exception {
        var answer = post("Content-Length: 1000000000000000000\n\n{");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"type\":\"invalid_request\"");
    }

    @Test
    void json_nested_a_hundred_thousand_deep_answers_400() throws Exception {
        for (var body : List.of("[".repeat(100_000), "{\"name\":".repeat(100_000), "{\"id\":" + "[".repeat(100_000))) {
            var answer = post("Connection: close\nContent-Length: " + body.length() + "\n\n" + body);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"type\":\"invalid_request\"");
        }
        var filter = "{\"name\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertRefused(tenant.request().queryParam("filter", filter).get("/customers"), 400);
    }

    @Test
    void numbers_of_a_hundred_thousand_digits_answer_400() {
        var number = "9".repeat(100_000);
        assertNoNumber(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e9999999999",
                "-1e-9999999999",
                "100e2147483647",
                "0.1e-2147483647",
                "1e999999999",
                "1e-999999999"
            })
    void numbers_with_a_huge_exponent_answer_400(String number) {
        assertNoNumber(number);
        var request = tenant.request().queryParam("filter", "{\"balance\":" + number + "}");
        assertRefused(request.get("/customers"), 400);
    }

    @Test
    void a_header_cannot_be_injected_through_what_is_echoed() throws Exception {
        var answer = get("/customers?x=%0d%0aSet-Cookie:%20a=b&y=<>\"&z=\u00c3\u00bf");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(head(answer))
                .doesNotContain("\r\nSet-Cookie")
                .contains("&x=%0d%0aSet-Cookie:%20a=b&y=%3C%3E%22&z=%C3%BF");
    }

    @Test
    void a_request_id_with_a_line_break_is_replaced() throws Exception {
        var answer = RawHttp.get(RestAssured.port, "/customers", authorization() + "X-Request-Id: a\u000bb\u0000\n");

        assertThat(head(answer)).doesNotContain("a\u000bb");
        assertThat(answer).doesNotContain(" 500 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "evil.example/x", "<script>", "a\u00ffb", "x:y:z", "[::1", "a@b"})
    void a_host_that_is_none_is_not_echoed(String host) throws Exception {
        var answer = RawHttp.exchange(
                RestAssured.port,
                "GET /customers HTTP/1.1\nHost: " + host + "\nConnection: close\n" + authorization() + "\n");

        assertThat(answer).doesNotContain(" 500 ");
        assertThat(head(answer)).doesNotContain(host + "/customers");
    }

    @Test
    void nul_and_emoji_in_a_key_answer_401() {
        for (var key : List.of("\u0000", "🦊", "a".repeat(8000), "\ud83e", "ck_\n")) {
            assertRefused(Tenant.with(key).get("/customers"), 401);
        }
    }

    private void assertNoNumber(String number) {
        for (var property : List.of("id", "balance", "name", "created_at")) {
            var body = "{\"name\":\"x\",\"" + property + "\":" + number + "}";
            assertRefused(tenant.json(body).post("/customers"), 400);
        }
    }

    private String get(String target) throws Exception {
        return RawHttp.get(RestAssured.port, target, authorization());
    }

    /** The answer to a create with these further headers, a line each, and what comes behind them. */
    private String post(String rest) throws Exception {
        return RawHttp.exchange(RestAssured.port, create(rest));
    }

    private String create(String rest) {
        return "POST /customers HTTP/1.1\nHost: localhost\n" + authorization() + "Content-Type: application/json\n"
                + rest;
    }

    private String authorization() {
        return "Authorization: " + tenant.authorization() + "\n";
    }

    private static String head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
    }
}
