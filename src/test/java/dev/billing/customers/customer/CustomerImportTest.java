package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static dev.billing.customers.support.SpecifiedProperties.OF_CUSTOMERS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.billing.customers.support.AtOnce;
import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.SpecifiedProperties.Specified;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports: each line has its line in the response, and a file that is sent again changes nothing. */
@ServiceTest
class CustomerImportTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private final Tenant tenant = Tenant.create();

    @Test
    void each_line_is_created_updated_unchanged_or_refused_in_order() {
        long acme = tenant.customer(Map.of("number", "A-1", "name", "Acme", "email", "old@acme.example"));
        long same = tenant.customer(Map.of("number", "A-2", "name", "Same"));

        var lines = lines(send(NDJSON, """
                {"number": "A-1", "email": "new@acme.example"}
                {"number": "A-2", "name": "Same", "id": 17, "balance": 3, "created_at": 1, "updated_at": null, "stripe_customer": "x"}
                {"customer": {"number": "A-3", "name": "New"}}

                {"name": ""}
                {"name": "x", "what": 1}
                {"number": "A-4"}
                [1]
                {"name": "Numbered"}
                {"number": "A-3", "name": "Newer"}
                {"number": "A-3", "name": "Newer"}
                """));

        assertThat(lines).hasSize(11);
        assertLine(lines.get(0), 1, "updated", acme);
        assertLine(lines.get(1), 2, "unchanged", same);
        assertLine(lines.get(2), 3, "created", id("A-3"));
        assertThat(error(lines.get(3), 5)).isEqualTo(single("{\"name\": \"\"}"));
        assertThat(error(lines.get(4), 6)).isEqualTo(single("{\"name\": \"x\", \"what\": 1}"));
        assertThat(error(lines.get(5), 7)).isEqualTo(single("{\"number\": \"A-4\"}"));
        assertThat(error(lines.get(6), 8)).isEqualTo(single("[1]"));
        assertLine(lines.get(7), 9, "created", id("CUST-0001"));
        assertLine(lines.get(8), 10, "updated", id("A-3"));
        assertLine(lines.get(9), 11, "unchanged", id("A-3"));
        assertDone(lines, 2, 2, 2, 4);
        tenant.fetched(acme)
                .then()
                .body("customer.name", equalTo("Acme"))
                .body("customer.email", equalTo("new@acme.example"));
        assertThat(tenant.total()).isEqualTo(4);
    }

    @Test
    void every_property_can_be_imported_and_what_is_fetched_is_unchanged() {
        var properties = OF_CUSTOMERS.stream()
                .filter(property -> !property.readOnly() && !property.name().equals("number"))
                .map(Specified::name)
                .toList();
        var file = "{\"number\":\"A-1\",\"name\":\"x\"}\n"
                + properties.stream()
                        .map(name -> "{\"number\":\"A-1\",\"" + name + "\":\"" + name + "@b.example\"}\n")
                        .collect(Collectors.joining());

        for (var query : List.of("?dry_run=true", "")) {
            var lines = lines(post(tenant.request(), NDJSON, file.getBytes(UTF_8), query));
            assertDone(lines, 1, properties.size(), 0, 0);
        }
        var fetched = tenant.fetched(id("A-1"));
        for (var name : properties) {
            fetched.then().body("customer." + name, equalTo(name + "@b.example"));
        }
        assertDone(lines(send(NDJSON, fetched.asString())), 0, 0, 1, 0);
        var names = OF_CUSTOMERS.stream().map(Specified::name).toList();
        var values = names.stream()
                .map(name -> fetched.jsonPath().getString("customer." + name))
                .map(value -> value == null ? "" : value)
                .toList();
        assertDone(lines(send(CSV, String.join(",", names) + "\n" + String.join(",", values))), 0, 0, 1, 0);
    }

    @Test
    void changes_leave_the_events_and_versions_of_single_requests() {
        long acme = tenant.customer(Map.of("number", "A-1", "name", "Acme"));
        var tag = tenant.fetched(acme).header("ETag");
        var file = """
                {"number":"A-1","name":"Other"}
                {"number":"A-2","name":"New","contacts":[{"name":"Tia"}]}
                {"number":"A-1","name":"Other"}
                """;
        var answer = post(tenant.request().header("X-Request-Id", "import-1"), NDJSON, file.getBytes(UTF_8), "");

        assertDone(lines(answer), 1, 1, 1, 0);
        var events = tenant.request().get("/events?per_page=100").jsonPath();
        assertThat(events.<String>getList("events.type"))
                .containsExactlyInAnyOrder(
                        "customer.created", "customer.updated", "customer.created", "contact.created");
        assertThat(events.<String>getList("events.findAll { it.request_id == 'import-1' }.type"))
                .hasSize(3);
        assertThat(events.<String>getList("events.key.name")).containsOnly("Key of a test");
        assertThat(events.getMap("events.find { it.type == 'customer.updated' }.previous"))
                .containsEntry("name", "Acme");
        assertThat(tenant.fetched(acme).header("ETag")).isNotEqualTo(tag);
        tenant.fetched(acme).then().body("customer.updated_at", notNullValue());
    }

    @Test
    void a_file_that_is_sent_again_changes_nothing() {
        var file = IntStream.range(0, 1200)
                .mapToObj(n ->
                        "{\"number\":\"N-%d\",\"name\":\"Customer %d\",\"contacts\":[{\"name\":\"C\",\"email\":\"c%d@x.example\"},{\"name\":\"D\"}]}"
                                .formatted(n, n, n))
                .collect(Collectors.joining("\n"));

        assertDone(lines(send(NDJSON, file)), 1200, 0, 0, 0);
        long events = count("/events");
        var again = lines(send(NDJSON, file));

        assertDone(again, 0, 0, 1200, 0);
        assertThat(again.get(1199)).contains("\"line\":1200,");
        assertThat(count("/events")).isEqualTo(events).isEqualTo(3600);
        assertThat(tenant.total()).isEqualTo(1200);
    }

    @Test
    void customers_are_listed_in_the_order_of_their_lines_whatever_their_numbers_are() {
        var numbers = IntStream.range(0, 700)
                .map(n -> n * 7919 % 1009)
                .mapToObj(n -> "N-" + n)
                .toList();

        assertDone(lines(send(CSV, "number,name\n" + String.join(",x\n", numbers) + ",x\n")), numbers.size(), 0, 0, 0);

        var exported =
                tenant.request().accept(CSV).get("/customers?fields=number").asString();
        assertThat(exported.lines().skip(1)).isEqualTo(numbers);
        var page = tenant.request().get("/customers?per_page=100&page=3").jsonPath();
        assertThat(page.<String>getList("customers.number")).isEqualTo(numbers.subList(200, 300));
    }

    @Test
    void contacts_are_the_same_by_their_addresses_or_without_one_by_their_names() {
        var first =
                "{\"number\":\"A-1\",\"name\":\"Acme\",\"contacts\":[{\"name\":\"Tia\",\"email\":\"Tia@Acme.example\"},{\"name\":\"Bo\"}]}";
        assertThat(lines(send(NDJSON, first)).get(0)).contains("\"created\"");
        long id = id("A-1");

        var lines = lines(send(NDJSON, """
                {"number":"A-1","contacts":[{"email":" tia@acme.example","primary":true}]}
                {"number":"A-1","contacts":[{"name":"Bo"},{"name":"Cy","email":"cy@acme.example"}]}
                {"number":"A-1","contacts":[{"email":"nobody@acme.example"}]}
                {"number":"A-1","name":"Other","contacts":[{"name":"X","email":"x@x.example"},{"name":"Y","email":"X@x.example"}]}
                {"number":"A-1","contacts":[{"name":"X","email":"x"}]}
                {"number":"A-1","contacts":{}}
                {"number":"A-9","name":"New","contacts":[{"name":1}]}
                {"number":"A-1","contacts":[]}
                """.replace("\" tia", "\"tia")));

        assertLine(lines.get(0), 1, "updated", id);
        assertLine(lines.get(1), 2, "updated", id);
        assertThat(refusal(lines.get(2), 3).getString("param")).isEqualTo("contacts[0].name");
        assertThat(refusal(lines.get(3), 4).getString("param")).isEqualTo("contacts[1]");
        assertThat(refusal(lines.get(4), 5).getString("param")).isEqualTo("contacts[0].email");
        assertThat(refusal(lines.get(5), 6).getString("param")).isEqualTo("contacts");
        assertThat(refusal(lines.get(6), 7).getString("param")).isEqualTo("contacts[0].name");
        assertLine(lines.get(7), 8, "unchanged", id);
        var contacts =
                tenant.request().get("/customers/{id}/contacts?sort=id", id).jsonPath();
        assertThat(contacts.<String>getList("contacts.name")).containsExactly("Tia", "Bo", "Cy");
        assertThat(contacts.getBoolean("contacts[0].primary")).isTrue();
        tenant.fetched(id).then().body("customer.name", equalTo("Acme"));
        assertThat(tenant.total()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void csv_has_a_line_with_names_and_an_empty_value_is_absent(String lineBreak) {
        var file = "\uFEFFnumber,name,email,notes,id,balance\n"
                + "A-1,Acme,billing@acme.example,\"two\nlines, \"\"quoted\"\"\",15,3.50\n"
                + "A-2,\"Émile\",,\"\",,\n"
                + "\n"
                + ",No number,,,,\n"
                + "A-3,too few\n"
                + "A-3,a,b@c.example,d,e,f,g\n"
                + "A-4,\"a\"b,,,,\n"
                + "A-5,x,nonsense,,,\n"
                + "A-6,open,,\"never closed,,\nA-7,y,,,,";

        var lines = lines(send(CSV, file.replace("\n", lineBreak)));

        assertLine(lines.get(0), 2, "created", id("A-1"));
        assertLine(lines.get(1), 4, "created", id("A-2"));
        assertLine(lines.get(2), 6, "created", id("CUST-0001"));
        for (int n = 3; n < 6; n++) {
            refusal(lines.get(n), n + 4);
        }
        assertThat(refusal(lines.get(6), 10).getString("param")).isEqualTo("email");
        assertThat(refusal(lines.get(7), 11).getString("message")).contains("quotes");
        assertDone(lines, 3, 0, 0, 5);
        tenant.fetched(id("A-1")).then().body("customer.notes", equalTo("two" + lineBreak + "lines, \"quoted\""));
        tenant.fetched(id("A-2")).then().body("customer.notes", equalTo("")).body("customer.email", equalTo(null));
        assertDone(lines(send(CSV, "number,name,email\nA-1,Acme,\nA-2,Émile,")), 0, 0, 2, 0);
    }

    @Test
    void csv_of_old_spreadsheets_has_lines_that_end_with_a_carriage_return() {
        var lines = lines(send(CSV, "number,name,notes\rA-1,One,\"a\rb\"\rA-2,Two,\r\nA-3,Three,"));

        assertLine(lines.get(0), 2, "created", id("A-1"));
        assertLine(lines.get(1), 3, "created", id("A-2"));
        assertLine(lines.get(2), 4, "created", id("A-3"));
        assertDone(lines, 3, 0, 0, 0);
    }

    @Test
    void an_export_can_be_imported_as_it_is_in_both_representations() {
        send(NDJSON, """
                {"number": "A-1", "name": "=Acme, \\"x\\"", "notes": "two\\r\\nlines\\r", "email": "a@b.example"}
                {"number": "A-0", "name": " ü "}
                """);
        for (var representation : List.of("", "?envelope=0")) {
            for (var format : List.of(NDJSON, CSV)) {
                var exported = tenant.request().accept(format).get("/customers" + representation);
                assertDone(lines(post(tenant.request(), format, exported.asByteArray(), representation)), 0, 0, 2, 0);
            }
        }
    }

    @Test
    void metadata_comes_as_json_or_as_a_column_for_each_key() {
        var bare = tenant.bare();
        var file = "number,name,metadata\nA-1,Acme,\"{\"\"plan\"\": \"\"gold\"\"}\"\nA-2,B,nonsense\nA-3,C,[1]\n";
        var lines = lines(post(bare.request(), CSV, file.getBytes(UTF_8), ""));
        assertDone(lines, 1, 0, 0, 2);
        assertThat(refusal(lines.get(1), 3).getString("param")).isEqualTo("metadata");

        var columns = "number,metadata.plan,metadata.region\nA-1,gold,\nA-1,,eu\nA-1,silver,eu\n";
        assertDone(lines(post(bare.request(), CSV, columns.getBytes(UTF_8), "")), 0, 2, 1, 0);
        bare.fetched(id("A-1")).then().body("metadata", equalTo(Map.of("plan", "silver", "region", "eu")));
        assertInvalid(send(CSV, file), "metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nam\nx",
                "name,name\nx,y",
                "name,\nx,y",
                "name,\"open\nx",
                "metadata.a,name\nx,y",
            })
    void a_first_line_that_names_no_columns_is_refused_and_nothing_is_stored(String file) {
        assertRefused(send(CSV, file), 400);
        assertThat(tenant.total()).isZero();
    }

    @Test
    void a_first_line_that_is_too_long_is_refused() {
        assertRefused(send(CSV, "name,".repeat(200_000)), 400);
        assertRefused(send(CSV, "x".repeat((1 << 20) + 1) + "\n"), 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF", "   \r\n"})
    void a_file_without_lines_is_done_at_once(String file) {
        assertDone(lines(send(NDJSON, file)), 0, 0, 0, 0);
        assertDone(lines(send(CSV, file.strip().isEmpty() ? "" : file)), 0, 0, 0, 0);
        assertDone(lines(send(CSV, "name,number")), 0, 0, 0, 0);
    }

    @Test
    void a_line_that_cannot_be_read_is_refused_and_the_next_one_is_not() throws IOException {
        var file = new ByteArrayOutputStream();
        file.writeBytes("{\"name\":\"a\\u0000\"}\n{\"name\":\"\\ud800\"}\n{\"name\":\"a\u0000\"}\n".getBytes(UTF_8));
        file.writeBytes(new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, '"', '}', '\n'});
        file.writeBytes(("{\"name\":\"" + "x".repeat(2 << 20) + "\"}\n").getBytes(UTF_8));
        file.writeBytes(
                ("[".repeat(100_000) + "\n{\"name\":\"x\",\"name\":\"y\"}\n{\"name\":\"Fine\"}").getBytes(UTF_8));

        var lines = lines(post(tenant.request(), NDJSON, file.toByteArray(), ""));

        for (int n = 0; n < 7; n++) {
            assertThat(refusal(lines.get(n), n + 1).getString("message").length())
                    .isLessThan(500);
        }
        assertThat(refusal(lines.get(4), 5).getString("message")).contains("larger");
        assertDone(lines, 1, 0, 0, 7);
    }

    @Test
    void the_error_of_a_line_has_all_that_is_wrong_with_it_as_that_of_a_single_request_has() {
        tenant.customer(Map.of("number", "A-1", "name", "Acme"));
        var lines = lines(send(NDJSON, """
                {"email": "bad"}
                {"number": "", "email": "bad"}
                {"number": "A-9", "email": "bad", "foo": 1}
                {"number": "A-1", "email": "bad", "city": 5}
                {"number": "A-9", "name": "ok", "contacts": [{"name": "", "email": "bad"}, 7, {"foo": 1}, {"name": "A"}, {"name": "A"}]}
                """));

        assertThat(error(lines.get(0), 1)).isEqualTo(single("{\"email\": \"bad\"}"));
        assertThat(error(lines.get(1), 2)).isEqualTo(single("{\"number\": \"\", \"email\": \"bad\"}"));
        assertThat(error(lines.get(2), 3)).isEqualTo(single("{\"number\": \"A-9\", \"email\": \"bad\", \"foo\": 1}"));
        assertThat(refusal(lines.get(3), 4).<String>getList("errors.param")).containsExactlyInAnyOrder("email", "city");
        assertThat(refusal(lines.get(4), 5).<String>getList("errors.param"))
                .containsExactlyInAnyOrder(
                        "contacts[0].name",
                        "contacts[0].email",
                        "contacts[1]",
                        "contacts[2].foo",
                        "contacts[2].name",
                        "contacts[4]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'number':'D1','name':'x','city':''}\n{'number':'D1','city':null}",
                "{'number':'D2','name':'Aa'}\n{'number':'D2','name':'BB'}\n{'number':'D2','name':'BB'}",
                "{'number':'D5','name':'x','contacts':[{'name':'A'}]}\n{'number':'D5','contacts':[{'name':'A'}]}\n{'number':'D5','contacts':[{'name':'B'}]}",
                "{'number':'D6','name':'x'}\n{'number':'D6','contacts':[]}\n{'number':'D6','contacts':[{'name':'A'}]}\n{'number':'D6','contacts':[]}",
                "{'name':'generated'}\n{'number':'CUST-0001','name':'explicit'}\n{'name':'next'}",
                "{'number':'CUST-0001','name':'explicit'}\n{'name':'generated'}\n{'number':'CUST-0002','name':'again'}",
                "{'number':'D3','name':'x'}\n{'number':'D3','email':'bad'}\n{'number':'D4','email':'bad'}"
            })
    void a_dry_run_knows_what_earlier_lines_would_have_stored(String lines) {
        var file = lines.replace('\'', '"').getBytes(UTF_8);

        var foreseen = lines(post(tenant.request(), NDJSON, file, "?dry_run=1"));
        var done = lines(post(tenant.request(), NDJSON, file, ""));

        for (int i = 0; i < done.size() - 1; i++) {
            assertThat(withoutId(foreseen.get(i))).isEqualTo(withoutId(done.get(i)));
        }
    }

    @Test
    void a_dry_run_takes_other_metadata_of_a_number_that_comes_again_as_a_change() {
        var file = """
                {"number": "M1", "name": "x", "metadata": {"a": "1, b=2"}}
                {"number": "M1", "metadata": {"a": "1", "b": "2"}}
                {"number": "M1", "metadata": {"b": "2", "a": "1"}}
                {"number": "M1", "metadata": {}}
                {"number": "M1", "metadata": null}
                {"number": "M1", "metadata": {}}
                """;

        assertDone(lines(post(tenant.request(), NDJSON, file.getBytes(UTF_8), "?envelope=0&dry_run=1")), 1, 2, 3, 0);
        assertDone(lines(post(tenant.request(), NDJSON, file.getBytes(UTF_8), "?envelope=0")), 1, 2, 3, 0);
    }

    private static String withoutId(String line) {
        return line.replaceFirst("\"id\":(?:null|[0-9]+)", "");
    }

    @Test
    void a_dry_run_answers_the_same_and_changes_nothing() {
        tenant.customer(Map.of("number", "A-1", "name", "Acme", "city", "Ulm"));
        var file = """
                {"number":"A-1","name":"Acme"}
                {"number":"A-1","name":"Other","contacts":[{"name":"Tia"}]}
                {"number":"A-1","name":"Other","city":"Ulm"}
                {"number":"A-2","name":"New","email":"a@b.example"}
                {"number":"A-2","name":"New"}
                {"number":"A-2","email":null}
                {"number":"A-2","email":null,"contacts":[{"name":"Bo"}]}
                {"name":""}
                {"number":"A-3"}
                {"name":"Numbered"}
                """;
        var dry = lines(post(tenant.request(), NDJSON, file.getBytes(UTF_8), "?dry_run=1"));
        assertThat(tenant.total()).isOne();
        assertThat(count("/events")).isOne();
        var wet = lines(send(NDJSON, file));

        for (int n = 0; n < 10; n++) {
            assertThat(JsonPath.from(dry.get(n)).getString("result"))
                    .as(dry.get(n))
                    .isEqualTo(JsonPath.from(wet.get(n)).getString("result"));
        }
        assertThat(JsonPath.from(dry.get(3)).<Object>get("id")).isNull();
        assertThat(dry.get(10)).contains("\"dry_run\":true");
        assertDone(wet, 2, 3, 3, 2);
        assertInvalid(post(tenant.request(), NDJSON, file.getBytes(UTF_8), "?dry_run=x"), "dry_run");
    }

    @Test
    void generated_numbers_are_free_ones() {
        tenant.customer(Map.of("number", "CUST-0002", "name", "Taken"));
        var lines = lines(send(NDJSON, """
                {"name":"One"}
                {"number":"CUST-0003","name":"Given"}
                {"name":"Four"}
                {"number":"CUST-0001","name":"One again"}
                {"name":"Five"}
                """));

        assertDone(lines, 4, 1, 0, 0);
        assertThat(tenant.request().get("/customers?sort=number").jsonPath().<String>getList("customers.number"))
                .containsExactly("CUST-0001", "CUST-0002", "CUST-0003", "CUST-0004", "CUST-0005");
        assertThat(tenant.customer("Next")).isPositive();
    }

    /** As many as a business brings along that had these numbers before. */
    @Test
    void generated_numbers_are_found_behind_any_number_of_others_that_are_in_use() {
        TestDatabase.execute(
                "insert into customer (business_id, number, name, created_at)"
                        + " select ?, 'CUST-' || lpad(n::text, greatest(4, length(n::text)), '0'), 'Acme', 0"
                        + " from generate_series(1, 22000) as n",
                tenant.id());
        var file = "{\"name\":\"One\"}\n{\"name\":\"Two\"}\n{\"number\":\"CUST-22001\",\"name\":\"One\"}\n"
                .getBytes(UTF_8);

        assertDone(lines(post(tenant.request(), NDJSON, file, "?dry_run=1")), 2, 0, 1, 0);
        assertDone(lines(post(tenant.request(), NDJSON, file, "")), 2, 0, 1, 0);
        assertThat(tenant.request()
                        .get("/customers?sort=id desc&per_page=2")
                        .jsonPath()
                        .<String>getList("customers.number"))
                .containsExactly("CUST-22002", "CUST-22001");
    }

    /** Connections with a body that is read no further are closed two seconds later. */
    @Test
    void the_connection_of_an_import_can_be_used_again() throws IOException {
        tenant.customer("Acme");
        long newest = tenant.request()
                .get("/events?sort=id desc&per_page=1")
                .jsonPath()
                .getLong("events[0].id");
        var line = "{\"name\":\"One\"}";
        var answers = RawHttp.exchange(
                RestAssured.port,
                "POST /customers/import?dry_run=1 HTTP/1.1\nHost: localhost\nAuthorization: " + tenant.authorization()
                        + "\nContent-Type: " + NDJSON + "\nContent-Length: " + line.length() + "\n\n" + line
                        + "GET /events?wait=4&after=" + newest
                        + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                        + tenant.authorization() + "\n\n");

        assertThat(RawHttp.statuses(answers)).containsExactly(200, 200);
    }

    @Test
    void imports_over_one_connection_of_http_2_end_without_an_error() throws Exception {
        var errors = new ConcurrentLinkedQueue<String>();
        // Where Quarkus reports what handlers of Vert.x throw.
        var log = Logger.getLogger("io.quarkus.vertx.core.runtime.VertxCoreRecorder");
        log.setFilter(line -> errors.add(line.getMessage()));
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2MaxPoolSize(1));
            var options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setPort(RestAssured.port)
                    .setHost("localhost")
                    .setURI("/customers/import?dry_run=1")
                    .putHeader("Authorization", tenant.authorization())
                    .putHeader("Content-Type", NDJSON);
            for (var body : List.of("{\"name\":\"One\"}\n".repeat(1000), "{\"name\":\"One\"}", "")) {
                var answer = client.request(options)
                        .flatMap(request -> request.send(body))
                        .flatMap(response -> response.body())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
                assertThat(answer.toString())
                        .contains("{\"done\":{\"lines\":" + body.lines().count() + ",");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
            log.setFilter(null);
        }
        assertThat(errors).isEmpty();
    }

    /** What was not read of the body is discarded. The client was not told that the connection would be closed. */
    @Test
    void the_connection_of_an_import_that_was_aborted_can_be_used_again() throws IOException {
        try (var upload = new Upload("Content-Encoding: gzip\r\n")) {
            upload.send(gzip("{\"name\":\"One\"}\n".getBytes(UTF_8)));
            assertThat(upload.nextResult()).contains("created");
            upload.send("no gzip".repeat(10_000));
            assertThat(upload.nextResult()).startsWith("{\"aborted\":{\"stored_up_to\":1,");
            upload.end();
            upload.write("GET /customers?per_page=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                    + tenant.authorization() + "\r\n\r\n");
            assertThat(upload.nextLine()).contains("\"name\":\"One\"");
        }
    }

    @Test
    void two_imports_of_the_same_numbers_at_once_are_both_right() throws Exception {
        var forward = IntStream.range(0, 600)
                .mapToObj(n -> "{\"number\":\"N-%03d\",\"name\":\"x\"}".formatted(n))
                .toList();
        var backward = new ArrayList<>(forward);
        Collections.reverse(backward);

        var answers = AtOnce.<Response>atOnce(List.of(
                () -> send(NDJSON, String.join("\n", forward)),
                () -> send(NDJSON, String.join("\n", backward).replace("\"x\"", "\"y\""))));

        for (var answer : answers) {
            assertThat(lines(answer).get(600))
                    .startsWith("{\"done\":{\"lines\":600,")
                    .contains("\"refused\":0");
        }
        assertThat(tenant.total()).isEqualTo(600);
    }

    @Test
    void a_compressed_body_is_unpacked_up_to_a_limit() throws IOException {
        var file = "{\"number\":\"A-1\",\"name\":\"Acme\"}\n";
        assertDone(lines(packed(gzip(file.getBytes(UTF_8)))), 1, 0, 0, 0);
        assertRefused(packed("nonsense".getBytes(UTF_8)), 400);
        var cut = gzip(file.getBytes(UTF_8));
        var lines = packed(Arrays.copyOf(cut, cut.length - 3)).asString();
        assertThat(lines).contains("gzip").doesNotContain("done");
        assertRefused(post(tenant.request().header("Content-Encoding", "br"), NDJSON, file.getBytes(UTF_8), ""), 415);
    }

    @Test
    void what_cannot_be_imported_is_refused_before_anything_is_read() {
        assertRefused(send("application/json", "{}"), 415).body("message", containsString("x-ndjson"));
        assertRefused(send("text/csv; charset=iso-8859-1", "name\nx"), 415);
        assertRefused(send("text/csv; header=absent", "x"), 415);
        assertDone(lines(send("text/csv; charset=UTF-8; header=present", "name\nx")), 1, 0, 0, 0);
        assertInvalid(
                post(tenant.request().header("Idempotency-Key", "x"), NDJSON, new byte[] {}, ""), "Idempotency-Key");
        assertRefused(post(Tenant.with(Tenant.key(tenant.id(), "read")), NDJSON, new byte[] {}, ""), 403);
        assertStatus(tenant.request().get("/customers/import"), 405);
        assertRefused(tenant.json("x".repeat(2 << 20)).post("/customers"), 413);
    }

    @Test
    void what_was_answered_is_stored_although_the_connection_breaks_and_too_many_imports_wait() throws Exception {
        try (var first = new Upload();
                var second = new Upload()) {
            for (var upload : List.of(first, second)) {
                upload.send("{\"name\":\"Answered\"}\n{\"name\":\"Begun");
                assertThat(upload.nextLine()).contains("\"line\":1,\"result\":\"created\"");
            }
            assertRefused(send(NDJSON, "{\"name\":\"Third\"}"), 429)
                    .header("Retry-After", equalTo("1"))
                    .body("message", containsString("imports"));
        }
        await().untilAsserted(() -> assertStatus(send(NDJSON, "{\"number\":\"A-9\",\"name\":\"Third\"}"), 200));
        assertThat(tenant.total()).isEqualTo(3);
    }

    /** Many clients send all of a body before they read anything. */
    @Test
    void a_client_that_reads_nothing_until_it_has_sent_everything_gets_every_line() throws Exception {
        int lines = 30_000;
        try (var upload = new Upload()) {
            var some = "{\"what\":1}\n".repeat(1000);
            for (int n = 0; n < lines / 1000; n++) {
                upload.send(some);
            }
            upload.end();
            for (int n = 1; n <= lines; n++) {
                assertThat(upload.nextResult()).startsWith("{\"line\":" + n + ",");
            }
            assertThat(upload.nextLine()).startsWith("{\"done\":{\"lines\":" + lines);
        }
    }

    /** A client that reads while it sends, in chunks. */
    private final class Upload implements AutoCloseable {

        private final Socket socket = new Socket("localhost", RestAssured.port);
        private final BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        private boolean isInBody;

        Upload() throws IOException {
            this("");
        }

        Upload(String headers) throws IOException {
            socket.setSoTimeout(60_000);
            write("POST /customers/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + tenant.authorization()
                    + "\r\nContent-Type: " + NDJSON + "\r\n" + headers + "Transfer-Encoding: chunked\r\n\r\n");
        }

        void send(String text) throws IOException {
            send(text.getBytes(UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            write(Integer.toHexString(bytes.length) + "\r\n");
            socket.getOutputStream().write(bytes);
            write("\r\n");
        }

        void end() throws IOException {
            write("0\r\n\r\n");
        }

        String nextResult() throws IOException {
            var line = nextLine();
            return line.startsWith("{\"progress\"") ? nextResult() : line;
        }

        /** The next line of the body; the sizes of chunks, and empty lines behind them, are no JSON. */
        String nextLine() throws IOException {
            String line;
            do {
                line = reader.readLine();
                assertThat(line).isNotNull();
                isInBody |= line.isEmpty();
            } while (!isInBody || !line.startsWith("{"));
            return line;
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Response send(String type, String file) {
        return post(tenant.request(), type, file.getBytes(UTF_8), "");
    }

    private Response packed(byte[] body) {
        return post(tenant.request().header("Content-Encoding", "gzip"), NDJSON, body, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "*/*", "application/json, text/plain;q=0.5"})
    void clients_that_ask_for_json_get_lines_of_it(String accept) {
        var answer = post(tenant.request().accept(accept), CSV, "name\nAcme".getBytes(UTF_8), "");

        assertThat(answer.contentType()).startsWith(NDJSON);
        assertDone(lines(answer), 1, 0, 0, 0);
    }

    /** Sends these bytes with exactly this type. */
    private static Response post(RequestSpecification request, String type, byte[] body, String query) {
        var encoding =
                RestAssured.config().getEncoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
        return request.config(RestAssured.config().encoderConfig(encoding))
                .contentType(type)
                .body(body)
                .post("/customers/import" + query);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    /** The lines of a response, without those that say how far it has come. */
    private static List<String> lines(Response answer) {
        assertStatus(answer, 200).header("Content-Type", containsString(NDJSON));
        return answer.asString()
                .lines()
                .filter(line -> !line.startsWith("{\"progress\""))
                .toList();
    }

    private static void assertLine(String line, int number, String result, long id) {
        assertThat(line).isEqualTo("{\"line\":" + number + ",\"result\":\"" + result + "\",\"id\":" + id + "}");
    }

    private static JsonPath refusal(String line, int number) {
        return JsonPath.from(error(line, number));
    }

    /** The error in a line that was refused. */
    private static String error(String line, int number) {
        var start = "{\"line\":" + number + ",\"result\":\"refused\",\"id\":null,\"error\":";
        assertThat(line).startsWith(start);
        return line.substring(start.length(), line.length() - 1);
    }

    private static void assertDone(List<String> lines, int created, int updated, int unchanged, int refused) {
        assertThat(lines.get(lines.size() - 1))
                .startsWith("{\"done\":{\"lines\":%d,\"created\":%d,\"updated\":%d,\"unchanged\":%d,\"refused\":%d,"
                        .formatted(created + updated + unchanged + refused, created, updated, unchanged, refused));
        assertThat(lines).hasSize(created + updated + unchanged + refused + 1);
    }

    /** The error of a single request with this body. */
    private String single(String body) {
        return tenant.json(body).post("/customers").asString();
    }

    private long id(String number) {
        return tenant.request()
                .queryParam("filter[number]", number)
                .get("/customers")
                .jsonPath()
                .getLong("customers[0].id");
    }

    private long count(String list) {
        return Long.parseLong(tenant.request().get(list + "?per_page=1").header("X-Total-Count"));
    }
}
