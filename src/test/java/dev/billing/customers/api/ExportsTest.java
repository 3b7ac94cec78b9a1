package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.billing.customers.support.Download;
import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole lists as streams, beside the pages of the same lists. */
@ServiceTest
class ExportsTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String ACCEPT_NDJSON = "Accept: " + NDJSON;

    /** More than the buffers between the service and its client. */
    private static final int MANY = 1000;

    private static final String FILL = """
            insert into customer (business_id, number, name, notes, created_at)
            select ?, 'N-' || lpad(n::text, 4, '0'), 'Customer ' || n, repeat('x', 9000), 0 from generate_series(1, ?) as n
            """;

    private static final String OPEN = """
            select count(*) from pg_stat_activity where application_name = 'customers' and state in ('active', 'idle in transaction')
                and query like '%order by "number"'
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customers",
                "customers/{id}/contacts",
                "customers/{id}/balance_entries",
                "customers/{id}/events",
                "contacts",
                "events"
            })
    void an_export_has_each_row_as_the_pages_have_it(String path) throws Exception {
        long id = fill();
        for (var representation : List.of("envelope=1", "envelope=0")) {
            var query = representation + (path.endsWith("events") ? "" : "&sort=id desc");
            var name = path.substring(path.lastIndexOf('/') + 1);
            var page = list("application/json", path, query, id).asString();
            var lines = list(NDJSON, path, query, id).asString();
            var listed =
                    representation.equals("envelope=0") ? page : page.substring(name.length() + 4, page.length() - 1);
            assertThat("[" + String.join(",", lines.split("\n")) + "]").isEqualTo(listed);
            assertThat(lines).endsWith("}\n");

            var csv = list(CSV, path, query, id);
            csv.then().header("Content-Type", "text/csv; charset=utf-8").header("X-Total-Count", rows(listed) + "");
            assertThat(cells(csv.asByteArray())).isEqualTo(cells((ArrayNode) JSON.readTree(listed)));
        }
    }

    @Test
    void an_expanded_row_is_in_an_export_as_in_a_page() {
        long id = fill();

        assertThat(list(NDJSON, "customers/{id}/contacts", "expand=customer", id)
                        .asString())
                .contains("\"customer\":{\"created_at\":");
        assertThat(list(CSV, "customers/{id}/contacts", "expand=customer&fields=customer", id)
                        .asString())
                .startsWith("customer\r\n\"{\"\"created_at\"\":");
    }

    @Test
    void a_caller_chooses_the_members_and_their_order() {
        tenant.customer(Map.of("name", "Zoë, \"the\" first", "number", "N-1", "email", "z@example.com"));
        tenant.customer(Map.of("name", "Y", "number", "N-2"));

        assertThat(list(CSV, "customers", "sort=number&fields=number,email, name")
                        .asString())
                .isEqualTo("number,email,name\r\nN-1,z@example.com,\"Zoë, \"\"the\"\" first\"\r\nN-2,,Y\r\n");
        assertThat(list(NDJSON, "customers", "sort=number desc&fields=email,number")
                        .asString())
                .isEqualTo("{\"email\":null,\"number\":\"N-2\"}\n{\"email\":\"z@example.com\",\"number\":\"N-1\"}\n");
        assertThat(list(CSV, "customers", "filter[number]=N-3&fields=name").asString())
                .isEqualTo("name\r\n");
        assertThat(list(NDJSON, "customers", "filter[number]=N-3").asString()).isEmpty();
        assertInvalid(list(CSV, "customers", "fields=number,metadata"), "fields");
        assertStatus(list(CSV, "customers", "fields=number,metadata,object&envelope=0"), 200);
        assertInvalid(list(CSV, "customers", "fields=number,number"), "fields");
        assertInvalid(list(CSV, "customers", "fields="), "fields");
        assertStatus(list("application/json", "customers", "fields=x"), 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "*/* | application/json",
                "application/* | application/json",
                "text/html, */*;q=0.8 | application/json",
                "application/x-ndjson, application/json | application/json",
                "application/json, text/csv;q=0.9 | application/json",
                "text/csv;q=0.5, */* | application/json",
                "application/x-ndjson | application/x-ndjson",
                "Application/X-NDJSON;charset=utf-8 | application/x-ndjson",
                "text/csv, application/json;q=0.9 | text/csv; charset=utf-8",
                "application/json;q=0.1, text/* | text/csv; charset=utf-8",
                "text/csv;q=0.2, application/x-ndjson;q=0.3 | application/x-ndjson",
                "application/json;q=0, */*;q=0.1 | application/x-ndjson",
            })
    void the_format_is_what_the_client_wants_most(String accept, String type) {
        assertThat(list(accept, "customers", "").header("Content-Type")).isEqualTo(type);
    }

    @Test
    void what_is_not_offered_is_406_and_lists_without_exports_are_as_before() {
        assertRefused(list("text/csv;q=0", "customers", ""), 406).body("message", containsString("text/csv"));
        assertRefused(list("text/html", "customers", ""), 406);
        long id = tenant.customer("Acme");
        assertRefused(list(CSV, "customers/{id}", "", id), 406);
        assertThat(list("text/csv, */*;q=0.1", "customers/{id}", "", id).header("Content-Type"))
                .isEqualTo("application/json");
        assertRefused(tenant.json(Map.of("name", "B")).accept(CSV).post("/customers"), 406);
    }

    @Test
    void what_can_fail_fails_before_the_response_begins() throws Exception {
        for (var param : List.of("page", "per_page", "cursor")) {
            assertInvalid(list(NDJSON, "customers", param + "=1"), param);
        }
        assertInvalid(list(CSV, "events", "after=0"), "after");
        assertInvalid(list(CSV, "contacts", "expand=customer"), "expand");
        assertInvalid(list(CSV, "customers", "q=acme"), "q");
        assertInvalid(list(CSV, "customers", "filter[nothing]=1"), "filter[nothing]");
        assertInvalid(list(CSV, "customers", "sort=nothing"), "sort");
        assertRefused(list(CSV, "customers/{id}/contacts", "", 404L), 404);
        assertRefused(list(NDJSON, "customers/{id}/events", "", 404L), 404);
        assertRefused(Tenant.with("ck_unknown").accept(CSV).get("/customers"), 401);
        assertRefused(Tenant.with(Tenant.key(tenant.id(), "write")).accept(CSV).get("/customers"), 403);
        var old = RawHttp.exchange(
                RestAssured.port,
                "GET /customers HTTP/1.0\nHost: localhost\n" + ACCEPT_NDJSON + "\nAuthorization: "
                        + tenant.authorization() + "\n\n");
        assertThat(old).contains(" 400 ").contains("HTTP/1.1 or HTTP/2");
    }

    @Test
    void the_end_is_told_by_a_trailer_with_the_number_of_rows() throws Exception {
        tenant.customers("A", "B");

        try (var download = Download.of(tenant, "/customers", ACCEPT_NDJSON)) {
            assertThat(download.head())
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("\r\nX-Total-Count: 2\r\n")
                    .containsIgnoringCase("\r\nTrailer: X-Rows\r\n")
                    .containsIgnoringCase("\r\nVary: Accept, Accept-Encoding\r\n")
                    .containsOnlyOnce("X-Rows")
                    .containsIgnoringCase("\r\nContent-Type: application/x-ndjson\r\n")
                    .doesNotContainIgnoringCase("\r\nLink:");
            assertThat(download.body().trailers()).isEqualToIgnoringCase("X-Rows: 2\n");
        }
        var head = tenant.request().accept(CSV).head("/customers?sort=city");
        head.then().statusCode(200).header("X-Total-Count", "2").header("Trailer", "X-Rows");
        assertThat(head.asByteArray()).isEmpty();
    }

    @Test
    void a_client_that_accepts_it_gets_the_rows_compressed() throws Exception {
        fill(1000);

        try (var download = Download.of(tenant, "/customers", ACCEPT_NDJSON, "Accept-Encoding: gzip")) {
            assertThat(download.head()).containsIgnoringCase("\r\nContent-Encoding: gzip\r\n");
            var body = download.body();
            assertThat(body.trailers()).isEqualToIgnoringCase("X-Rows: 1000\n");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(body.bytes())).readAllBytes())
                    .isEqualTo(list(NDJSON, "customers", "").asByteArray());
        }
    }

    @Test
    void over_http_2_there_is_the_same_end_and_the_same_cut() throws Exception {
        fill(MANY);
        var vertx = Vertx.vertx();
        try {
            var whole = new Http2Download(vertx, tenant, "gzip");
            whole.resume();
            assertThat(whole.end.get(20, TimeUnit.SECONDS)).isEqualTo(MANY + "");
            assertThat(whole.bytes.toString())
                    .isEqualTo(list(NDJSON, "customers", "sort=number").asString());

            var cut = new Http2Download(vertx, tenant, "identity");
            terminate();
            cut.resume();
            assertThat(cut.end.handle((end, failure) -> failure).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(StreamResetException.class);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @Test
    void an_export_has_the_rows_of_the_moment_when_it_began() throws Exception {
        fill(MANY);

        try (var download = Download.of(tenant, "/customers?sort=number", ACCEPT_NDJSON)) {
            TestDatabase.execute("update customer set name = 'Changed' where business_id = ?", tenant.id());
            TestDatabase.execute("delete from customer where business_id = ? and number = 'N-1000'", tenant.id());
            var body = download.body();
            assertThat(body.isComplete()).isTrue();
            assertThat(body.text())
                    .contains("\"number\":\"N-0999\",\"name\":\"Customer 999\"")
                    .contains("\"number\":\"N-1000\"")
                    .doesNotContain("Changed");
            assertThat(body.text().lines().count()).isEqualTo(MANY);
        }
    }

    /** Lists keep the number of so many, which an export cannot. */
    @Test
    void an_export_has_more_events_than_any_list_has_counted() {
        tenant.customer("Acme");
        TestDatabase.execute(
                "insert into event (business_id, created_at, type, customer_id, object)"
                        + " select business_id, created_at, type, customer_id, object from event, generate_series(1, 5001)"
                        + " where business_id = ?",
                tenant.id());

        var export = list(NDJSON, "events", "");
        assertStatus(export, 200).header("X-Total-Count", "5002");
        assertThat(export.asString().lines()).hasSize(5002);
        assertStatus(tenant.request().get("/events?per_page=1"), 200).header("X-Total-Count", "5002");
        assertStatus(list(CSV, "events", "fields=id"), 200).header("X-Total-Count", "5002");
    }

    @Test
    void an_export_that_breaks_off_is_seen_to() throws Exception {
        fill(MANY);

        try (var download = Download.of(tenant, "/customers?sort=number", ACCEPT_NDJSON)) {
            assertThat(download.head()).startsWith("HTTP/1.1 200 ");
            terminate();
            assertThat(download.body().isComplete()).isFalse();
        }
    }

    @Test
    void a_business_has_two_exports_at_once_and_one_that_is_left_makes_place() throws Exception {
        fill(MANY);
        var other = Tenant.create();
        other.customer("Acme");
        try (var first = Download.of(tenant, "/customers?sort=number", ACCEPT_NDJSON);
                var second = Download.of(tenant, "/customers?sort=number", ACCEPT_NDJSON)) {
            assertThat(first.head()).startsWith("HTTP/1.1 200 ");
            assertThat(second.head()).startsWith("HTTP/1.1 200 ");

            assertRefused(list(CSV, "customers", ""), 429).header("Retry-After", "1");
            assertStatus(list("application/json", "customers", ""), 200);
            assertStatus(other.request().accept(CSV).get("/customers"), 200);
        }
        await().until(() -> TestDatabase.number(OPEN) == 0);
        assertStatus(list(CSV, "customers", "fields=number"), 200);
    }

    @Test
    void an_export_ends_when_its_key_is_revoked() throws Exception {
        fill(MANY);
        var key = Tenant.key(tenant.id(), "read");
        long id = Tenant.operator()
                .get("/operator/businesses/{id}/api_keys", tenant.id())
                .jsonPath()
                .getLong("api_keys.max { it.id }.id");
        try (var download = Download.of(new Tenant(tenant.id(), key), "/customers?sort=number", ACCEPT_NDJSON)) {
            assertThat(download.head()).startsWith("HTTP/1.1 200 ");
            assertStatus(Tenant.operator().delete("/operator/businesses/{b}/api_keys/{id}", tenant.id(), id), 204);
            await().until(() -> TestDatabase.number(OPEN) == 0);
            assertThat(download.body().isComplete()).isFalse();
        }
    }

    /** Ends the connections of all exports that wait for their clients. */
    private static void terminate() {
        await().until(() -> TestDatabase.number(OPEN) > 0);
        TestDatabase.number(OPEN.replace("count(*)", "count(pg_terminate_backend(pid))"));
    }

    private void fill(int customers) {
        // Those of other tests may end a moment later than their clients.
        await().until(() -> TestDatabase.number(OPEN) == 0);
        TestDatabase.execute(FILL, tenant.id(), customers);
    }

    /** A customer with contacts, a ledger and events, and others, with everything that has to be quoted. */
    private long fill() {
        var hostile = "=1+1, \"quoted\";\r\nnext\tline\n 'Zoë' \u2028 🦆 \\ ";
        long id = tenant.customer(Map.of("name", "Acme, Inc.", "notes", hostile, "city", "a\"b", "state", " "));
        tenant.customer(Map.of("name", "-", "notes", "", "city", "#", "tax_id", "null", "phone", "007"));
        tenant.contact(id, Map.of("name", "=1+1, \"quoted\" Zoë 🦆", "email", "ann@example.com", "primary", true));
        tenant.contact(id, Map.of("name", "B"));
        for (int n = 1; n < 4; n++) {
            var entry = Map.of("amount", n * 1000.25, "reference", "R-" + n, "notes", "a\nb");
            assertStatus(tenant.json(entry).post("/customers/{id}/balance_entries", id), 201);
        }
        var metadata = Map.of("metadata", Map.of("a,b", "\""));
        assertStatus(tenant.json(metadata).patch("/customers/{id}?envelope=0", id), 200);
        return id;
    }

    private Response list(String accept, String path, String query, Object... values) {
        var target = "/" + path + (query.isEmpty() ? "" : "?" + query);
        return tenant.request().accept(accept).get(target, path.contains("{") ? values : new Object[0]);
    }

    private static int rows(String json) throws Exception {
        return JSON.readTree(json).size();
    }

    /** What a CSV file must have for these objects. */
    private static List<List<String>> cells(ArrayNode objects) {
        var rows = new ArrayList<List<String>>();
        var names = new ArrayList<String>();
        objects.get(0).fieldNames().forEachRemaining(names::add);
        rows.add(names);
        for (var object : objects) {
            var cells = new ArrayList<String>();
            object.forEach(value -> cells.add(cell(value)));
            rows.add(cells);
        }
        return rows;
    }

    private static String cell(JsonNode value) {
        return value.isNull() ? null : value.isTextual() ? value.textValue() : value.toString();
    }

    private static List<List<String>> cells(byte[] csv) throws Exception {
        var rows = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
                .<List<String>>readValues(csv);
        return rows.readAll();
    }

    /** A response over HTTP/2 that is read from {@link #resume} on. */
    private static final class Http2Download {

        final Buffer bytes = Buffer.buffer();
        /** The trailer with the number of rows. */
        final CompletableFuture<String> end = new CompletableFuture<>();

        private final HttpClientResponse response;

        Http2Download(Vertx vertx, Tenant tenant, String encoding) throws Exception {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            var options = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setPort(RestAssured.port)
                    .setHost("localhost")
                    .setURI("/customers?sort=number")
                    .putHeader("Authorization", tenant.authorization())
                    .putHeader("Accept", NDJSON)
                    .putHeader("Accept-Encoding", encoding);
            response = client.request(options)
                    .flatMap(request -> request.send())
                    .onSuccess(answer -> {
                        answer.pause();
                        answer.handler(bytes::appendBuffer);
                        answer.exceptionHandler(end::completeExceptionally);
                        answer.endHandler(over -> end.complete(answer.getTrailer("X-Rows")));
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
        }

        void resume() {
            response.resume();
        }
    }
}
