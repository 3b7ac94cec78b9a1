package dev.billing.customers.idempotency;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row "Idempotency-Key" of the contract's table, and its section "Decided before anything is done". */
@ServiceTest
class IdempotencyTest {

    private static final long DAY = 24 * 60 * 60;

    private final Tenant tenant = Tenant.create();
    private String key = UUID.randomUUID().toString();

    @Test
    void a_create_that_is_sent_again_has_the_first_answer_and_is_done_once() {
        var first = keyed("{\"name\": \"Acme\"}").post("/customers");
        var again = keyed("{\"name\": \"Acme\"}").post("/customers");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertReplayed(again, first);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        tenant.request().get("/customers").then().body("customers", hasSize(1));
    }

    @Test
    void a_key_is_the_same_with_and_without_quotes() {
        var first = keyed("{\"name\": \"Acme\"}").post("/customers");

        assertReplayed(
                tenant.json("{\"name\": \"Acme\"}")
                        .header("Idempotency-Key", "\"" + key + "\"")
                        .post("/customers"),
                first);
    }

    @Test
    void a_request_is_the_same_in_whatever_order_its_members_and_parameters_are() {
        var first = keyed("{\"name\": \"Acme\", \"city\": \"Rome\"}").post("/customers?pretty=1&expand=");

        assertReplayed(keyed(" {\"city\":\"Rome\",\"name\":\"Acme\"}").post("/customers/?expand=&pretty=1"), first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\": \"Other\"}", "{\"name\": \"Acme\", \"city\": null}", "{\"name\": \"Acme \"}"})
    void the_same_key_with_another_body_is_422_and_changes_nothing(String other) {
        assertStatus(keyed("{\"name\": \"Acme\"}").post("/customers"), 201);

        assertAnother(keyed(other).post("/customers"));
        tenant.request().get("/customers").then().body("customers.name", contains("Acme"));
    }

    @Test
    void the_same_key_with_another_path_or_method_or_parameter_is_422_and_changes_nothing() {
        long id = tenant.customer("Acme");
        assertStatus(keyed("{\"name\": \"Other\"}").patch("/customers/{id}", id), 200);

        assertAnother(keyed("{\"name\": \"Other\"}").post("/customers"));
        assertAnother(keyed("{\"name\": \"Other\"}").post("/customers/{id}/contacts", id));
        assertAnother(keyed("{\"name\": \"Other\"}").patch("/customers/{id}?pretty=1", id));
        tenant.request().get("/customers").then().body("customers", hasSize(1));
        tenant.request().get("/customers/{id}/contacts", id).then().body("contacts", hasSize(0));
    }

    @Test
    void a_key_of_one_business_says_nothing_to_another() {
        assertStatus(keyed("{\"name\": \"Acme\"}").post("/customers"), 201);

        var request = Tenant.create().json("{\"name\": \"Other\"}").header("Idempotency-Key", key);
        assertStatus(request.post("/customers"), 201)
                .body("customer.name", equalTo("Other"))
                .header("Idempotency-Replayed", nullValue());
    }

    @Test
    void a_refusal_is_not_kept_so_the_request_can_be_corrected() {
        tenant.json("{\"name\": \"Acme\", \"number\": \"A-1\"}").post("/customers");

        assertStatus(keyed("{\"number\": \"A-1\"}").post("/customers"), 400);
        assertStatus(keyed("{\"name\": \"Other\", \"number\": \"A-1\"}").post("/customers"), 400);
        assertStatus(keyed("{\"name\": \"Other\"}").patch("/customers/1"), 404);
        assertStatus(keyed("{\"name\": \"Other\", \"number\": \"A-2\"}").post("/customers"), 201)
                .header("Idempotency-Replayed", nullValue());
    }

    @Test
    void an_edit_that_is_sent_again_does_not_undo_what_came_after_it() {
        long id = tenant.customer("Acme");
        var first = keyed("{\"name\": \"One\"}")
                .header("Prefer", "return=representation")
                .patch("/customers/{id}", id);
        tenant.json("{\"name\": \"Two\"}").patch("/customers/{id}", id);

        var again = keyed("{\"name\": \"One\"}")
                .header("Prefer", "return=representation")
                .patch("/customers/{id}", id);

        assertReplayed(again, first);
        assertThat(again.header("Preference-Applied")).isEqualTo("return=representation");
        tenant.fetched(id).then().body("customer.name", equalTo("Two"));
    }

    @Test
    void an_edit_with_a_condition_that_is_sent_again_is_not_refused_because_of_itself() {
        long id = tenant.customer("Acme");
        var tag = tenant.fetched(id).header("ETag");

        var first = keyed("{\"name\": \"One\"}").header("If-Match", tag).patch("/customers/{id}", id);
        assertReplayed(keyed("{\"name\": \"One\"}").header("If-Match", tag).patch("/customers/{id}", id), first);
    }

    @Test
    void an_edit_that_changes_nothing_is_kept_as_well() {
        long id = tenant.customer("Acme");
        var first = keyed("{\"name\": \"Acme\"}").patch("/customers/{id}", id);

        assertReplayed(keyed("{\"name\": \"Acme\"}").patch("/customers/{id}", id), first);
        assertAnother(keyed("{\"name\": \"Other\"}").patch("/customers/{id}", id));
    }

    @Test
    void an_answer_with_an_expanded_object_shows_it_as_it_was() {
        long id = tenant.customer("Acme");
        var first = keyed("{\"name\": \"Ann\"}").post("/customers/{id}/contacts?expand=customer", id);
        tenant.json("{\"name\": \"Changed\"}").patch("/customers/{id}", id);

        assertThat(first.path("contact.customer.name").toString()).isEqualTo("Acme");
        assertReplayed(keyed("{\"name\": \"Ann\"}").post("/customers/{id}/contacts?expand=customer", id), first);
        tenant.request().get("/customers/{id}/contacts", id).then().body("contacts", hasSize(1));
    }

    @Test
    void an_edit_of_a_contact_is_done_once() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Collections.singletonMap("name", "Ann"));
        var first = keyed("{\"name\": \"One\"}").patch("/customers/{id}/contacts/{contact}", id, contact);
        tenant.json("{\"name\": \"Two\"}").patch("/customers/{id}/contacts/{contact}", id, contact);

        assertReplayed(keyed("{\"name\": \"One\"}").patch("/customers/{id}/contacts/{contact}", id, contact), first);
        tenant.request()
                .get("/customers/{id}/contacts/{contact}", id, contact)
                .then()
                .body("contact.name", equalTo("Two"));
    }

    @Test
    void an_entry_of_the_ledger_is_booked_once_and_so_is_the_answer_that_it_was_booked_before() {
        long id = tenant.customer("Acme");
        var body = "{\"amount\": 1.5, \"reference\": \"R-1\"}";
        var first = keyed(body).post("/customers/{id}/balance_entries", id);
        assertThat(first.statusCode()).isEqualTo(201);
        assertReplayed(keyed(body).post("/customers/{id}/balance_entries", id), first);

        var otherKey = UUID.randomUUID().toString();
        var found = tenant.json(body).header("Idempotency-Key", otherKey).post("/customers/{id}/balance_entries", id);
        assertThat(found.statusCode()).isEqualTo(200);
        assertReplayed(
                tenant.json(body).header("Idempotency-Key", otherKey).post("/customers/{id}/balance_entries", id),
                found);
        tenant.fetched(id).then().body("customer.balance.toString()", equalTo("1.5"));
    }

    @Test
    void forms_are_kept_like_json() {
        var first = form("name=Acme&city=Rome");

        assertReplayed(form("city=Rome&name=Acme"), first);
        assertAnother(form("city=Rome&name=Other"));
    }

    @Test
    void a_form_and_json_that_ask_for_the_same_are_the_same() {
        long id = tenant.customer("Acme");
        var path = "/customers/" + id + "/contacts";
        var first = form(path, "name=Ann&primary=true&customer=" + id);

        assertThat(first.statusCode()).isEqualTo(201);
        assertReplayed(form(path, "primary=1&name=Ann&customer=" + id), first);
        assertReplayed(
                keyed("{\"name\": \"Ann\", \"primary\": true, \"customer\": " + id + "}")
                        .post(path),
                first);
        assertAnother(keyed("{\"name\": \"Ann\", \"primary\": false, \"customer\": " + id + "}")
                .post(path));
        assertAnother(
                keyed("{\"name\": \"Ann\", \"primary\": true, \"email\": null}").post(path));
    }

    @Test
    void an_id_that_ends_in_zero_is_the_same_in_a_form() {
        long id = tenant.customer("Acme");
        while (id % 10 != 0) {
            id = tenant.customer("Acme");
        }
        var path = "/customers/" + id + "/contacts";
        var first = keyed("{\"name\": \"Ann\", \"customer\": " + id + "}").post(path);

        assertReplayed(form(path, "name=Ann&customer=" + id), first);
    }

    @Test
    void the_members_of_an_expanded_object_may_come_in_any_order() {
        long id = tenant.customer("Acme");
        var path = "/customers/" + id + "/contacts";
        var first = keyed("{\"name\": \"Ann\", \"customer\": {\"id\": " + id + ", \"name\": \"Acme\"}}")
                .post(path);

        assertThat(first.statusCode()).isEqualTo(201);
        assertReplayed(
                keyed("{\"customer\": {\"name\": \"Acme\", \"id\": " + id + "}, \"name\": \"Ann\"}")
                        .post(path),
                first);
    }

    @Test
    void a_number_is_the_same_however_it_is_written() {
        var path = "/customers/" + tenant.customer("Acme") + "/balance_entries";
        var first = keyed("{\"amount\": 12.50, \"reference\": \"R-1\"}").post(path);

        assertThat(first.statusCode()).isEqualTo(201);
        assertReplayed(form(path, "amount=12.5&reference=R-1"), first);
        assertAnother(form(path, "amount=125&reference=R-1"));
    }

    @Test
    void what_is_replayed_or_refused_uses_no_number() {
        keyed("{\"name\": \"Acme\"}").post("/customers").then().body("customer.number", equalTo("CUST-0001"));
        assertStatus(keyed("{\"name\": \"Acme\"}").post("/customers"), 201);
        assertStatus(keyed("{\"name\": \"Other\"}").post("/customers"), 422);

        tenant.json("{\"name\": \"Next\"}").post("/customers").then().body("customer.number", equalTo("CUST-0002"));
    }

    @Test
    void while_another_transaction_holds_the_key_it_is_409_and_nothing_is_done() throws Exception {
        long id = tenant.customer("Acme");
        try (var first = TestDatabase.uncommitted("select idempotency_key_hold(?, ?, 0)", tenant.id(), key)) {
            assertRunning(keyed("{\"name\": \"One\"}").patch("/customers/{id}", id));
            assertRunning(keyed("{\"name\": \"One\"}").post("/customers"));
            assertRunning(keyed("{\"name\": \"One\"}").post("/customers/{id}/contacts", id));

            first.rollback();
        }
        tenant.request().get("/customers").then().body("customers.name", contains("Acme"));
        assertStatus(keyed("{\"name\": \"One\"}").post("/customers"), 201)
                .body("customer.number", equalTo("CUST-0002"));
    }

    @Test
    void a_caller_that_hung_up_while_its_request_was_running_finds_its_answer() throws Exception {
        long id = tenant.customer("Acme");
        var path = "/customers/" + id + "/balance_entries";
        var body = "{\"amount\": 1, \"reference\": \"R-1\"}";
        try (var database = TestDatabase.uncommitted(
                "select from customer where business_id = ? and id = ? for update", tenant.id(), id)) {
            hangUp(path, body, () -> await().alias("one waits").until(() -> TestDatabase.waitingForRows() == 1));
            assertRunning(keyed(body).post(path));
            database.rollback();
        }

        await().alias("it is done").until(() -> keyed(body).post(path).statusCode() != 409);
        var answer = keyed(body).post(path);

        assertStatus(answer, 201).header("Idempotency-Replayed", "true");
        tenant.request().get(path).then().body("balance_entries", hasSize(1));
    }

    @Test
    void callers_that_hang_up_and_send_again_have_everything_done_once() throws Exception {
        for (int i = 0; i < 50; i++) {
            var body = "{\"name\": \"Customer " + i + "\"}";
            hangUp("/customers", body, () -> {});
            await().alias("it is done")
                    .until(() -> keyed(body).post("/customers").statusCode() != 409);
            assertStatus(keyed(body).post("/customers"), 201);
            key = UUID.randomUUID().toString();
        }

        tenant.request().get("/customers").then().header("X-Total-Count", "50");
    }

    @Test
    void a_change_whose_answer_cannot_be_kept_is_not_made() {
        long id = tenant.customer("Acme");
        TestDatabase.execute("alter table idempotency_key add constraint no_room check (key <> '" + key
                + "' or status is null) not valid");
        try {
            assertStatus(keyed("{\"name\": \"New\"}").post("/customers"), 500);
            assertStatus(keyed("{\"name\": \"New\"}").patch("/customers/{id}", id), 500);
            assertStatus(keyed("{\"name\": \"New\"}").post("/customers/{id}/contacts", id), 500);
            assertStatus(
                    keyed("{\"amount\": 1, \"reference\": \"R-1\"}").post("/customers/{id}/balance_entries", id), 500);
        } finally {
            TestDatabase.execute("alter table idempotency_key drop constraint no_room");
        }

        tenant.request().get("/customers").then().body("customers.name", contains("Acme"));
        tenant.fetched(id).then().body("customer.balance.toString()", equalTo("0"));
        tenant.request().get("/customers/{id}/contacts", id).then().body("contacts", hasSize(0));
        assertStatus(keyed("{\"name\": \"New\"}").post("/customers"), 201);
    }

    @Test
    void of_many_requests_with_one_key_at_once_one_is_done() throws Exception {
        Callable<Response> create = () -> keyed("{\"name\": \"Acme\"}").post("/customers");

        var answers = atOnce(Collections.nCopies(16, create));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 201 || answer.statusCode() == 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 201 && answer.header("Idempotency-Replayed") == null)
                .hasSize(1);
        tenant.request().get("/customers").then().body("customers", hasSize(1));
    }

    @Test
    void generated_numbers_that_are_taken_are_skipped_with_a_key_as_without() {
        tenant.json("{\"name\": \"Acme\", \"number\": \"CUST-0001\"}").post("/customers");

        keyed("{\"name\": \"Next\"}").post("/customers").then().body("customer.number", equalTo("CUST-0002"));
    }

    @Test
    void an_answer_is_not_replayed_after_24_hours() {
        assertStatus(keyed("{\"name\": \"Acme\"}").post("/customers"), 201);
        age(DAY - 60);
        keyed("{\"name\": \"Acme\"}").post("/customers").then().header("Idempotency-Replayed", "true");

        age(DAY);

        assertStatus(keyed("{\"name\": \"Other\"}").post("/customers"), 201)
                .header("Idempotency-Replayed", nullValue());
        tenant.request().get("/customers").then().body("customers.name", contains("Acme", "Other"));
    }

    @Test
    void old_answers_are_deleted() {
        assertStatus(keyed("{\"name\": \"Acme\"}").post("/customers"), 201);
        age(DAY);

        await().alias("it is gone")
                .until(() -> TestDatabase.number("select count(*) from idempotency_key where key = ?", key) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "\"", "\"a", "a\"", "\"a\" \"b\"", "\"\\a\"", "Schl\u00fcssel"})
    void a_header_that_is_no_key_is_400_and_nothing_is_done(String header) {
        assertNoKey(header);
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertNoKey("x".repeat(256));
        assertNoKey("\"" + "x".repeat(10_000) + "\"");
        var request = tenant.json("{\"name\": \"Acme\"}").header("Idempotency-Key", "x".repeat(255));
        assertStatus(request.post("/customers"), 201);
    }

    @Test
    void two_keys_are_400() {
        var request = tenant.json("{\"name\": \"Acme\"}").header("Idempotency-Key", "a", "b");
        assertStatus(request.post("/customers"), 400);
    }

    private void assertNoKey(String header) {
        var request = tenant.json("{\"name\": \"Acme\"}").header("Idempotency-Key", header);
        assertInvalid(request.post("/customers"), "Idempotency-Key");
        tenant.request().get("/customers").then().body("customers", hasSize(0));
    }

    private RequestSpecification keyed(String body) {
        return tenant.json(body).header("Idempotency-Key", key);
    }

    private Response form(String body) {
        return form("/customers", body);
    }

    private Response form(String path, String body) {
        return tenant.form(body).header("Idempotency-Key", key).post(path);
    }

    private static void assertReplayed(Response again, Response first) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Content-Type")).isEqualTo("application/json");
        assertThat(again.body().asString()).isEqualTo(first.body().asString());
    }

    private static void assertRunning(Response answer) {
        assertStatus(answer, 409).header("Retry-After", "1").body("param", equalTo("Idempotency-Key"));
    }

    private static void assertAnother(Response answer) {
        assertRefused(answer, 422).body("param", equalTo("Idempotency-Key"));
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /** Makes the kept answer so many seconds old. */
    private void age(long seconds) {
        long then = Instant.now().getEpochSecond() - seconds;
        TestDatabase.execute("update idempotency_key set created_at = ? where key = ?", then, key);
    }

    /** Sends a request with the key, and closes the connection without reading. */
    private void hangUp(String path, String body, Attempt inBetween) throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            var request = """
                    POST %s HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Idempotency-Key: %s
                    Content-Type: application/json
                    Content-Length: %d

                    %s""".formatted(path, tenant.authorization(), key, body.length(), body);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            inBetween.run();
        }
    }
}
