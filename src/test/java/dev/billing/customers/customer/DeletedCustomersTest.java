package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.AtOnce;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A delete loses nothing for a time: a customer comes back as it was, with its contacts and its ledger. */
@ServiceTest
class DeletedCustomersTest {

    private static final List<String> BELOW = List.of("", "/contacts", "/balance_entries", "/balance");

    private final Tenant tenant = Tenant.create();

    @Test
    void a_restored_customer_is_what_it_was_with_its_contacts_and_ledger() {
        long id = tenant.customer(Map.of("name", "Acme", "email", "a@example.com", "notes", "n"));
        tenant.contact(id, Map.of("name", "Tia", "email", "tia@example.com", "primary", true));
        book(id, "12.5", "A");
        book(id, "-20", "B");
        assertStatus(tenant.json("{\"metadata\": {\"a\": \"b\"}}").patch("/customers/{id}?envelope=0", id), 200);
        var before = answers(id);
        var tag = tenant.fetched(id).header("ETag");

        delete(id);
        var restored = restore(id);

        assertStatus(restored, 200).header("ETag", tag);
        assertThat(restored.asString()).isEqualTo(before.get(0));
        assertThat(answers(id)).isEqualTo(before);
        assertThat(tenant.total()).isEqualTo(1);
        assertStatus(tenant.request().get("/customers?envelope=0&metadata[a]=b"), 200)
                .header("X-Total-Count", "1");
    }

    @Test
    void a_deleted_customer_is_nowhere_and_its_number_is_free() {
        long id = tenant.customer(Map.of("name", "Acme", "number", "N-1"));
        tenant.contact(id, Map.of("name", "Tia", "email", "tia@example.com"));
        assertStatus(tenant.json("{\"email\": \"tia@example.com\"}").put("/portal_users/u"), 201);

        delete(id);

        for (var path : BELOW) {
            assertStatus(tenant.request().get("/customers/" + id + path), 404);
        }
        assertStatus(tenant.request().delete("/customers/{id}", id), 404);
        assertThat(tenant.total()).isZero();
        assertStatus(tenant.request().get("/portal_users/u/customers"), 200).header("X-Total-Count", "0");
        assertStatus(tenant.json(Map.of("name", "Other", "number", "N-1")).post("/customers"), 201);
    }

    @Test
    void the_ledger_goes_on_after_a_restore() {
        long id = tenant.customer("Acme");
        book(id, "12.5", "A");
        delete(id);
        restore(id);

        book(id, "1", "B");

        assertStatus(tenant.request().get("/customers/{id}/balance", id), 200)
                .body("balance", equalTo(new BigDecimal("13.5")));
        List<Integer> ids =
                tenant.request().get("/customers/{id}/balance_entries", id).path("balance_entries.id");
        assertThat(ids).isSorted().hasSize(2);
        assertStatus(tenant.json("{\"name\": \"New\"}").patch("/customers/{id}", id), 200);
    }

    @Test
    void a_number_that_was_taken_meanwhile_answers_409_and_names_it() {
        long id = tenant.customer(Map.of("name", "Acme", "number", "N-1"));
        delete(id);
        long other = tenant.customer(Map.of("name", "Other", "number", "N-1"));

        assertRefused(restore(id), 409).body("param", equalTo("number")).body("message", containsString("N-1"));
        assertStatus(keyed(id), 409);
        assertStatus(tenant.fetched(id), 404);
        assertThat(tenant.total()).isEqualTo(1);

        assertStatus(tenant.json("{\"number\": \"N-2\"}").patch("/customers/{id}", other), 200);
        assertStatus(restore(id), 200).body("customer.number", equalTo("N-1"));
    }

    @Test
    void a_customer_of_stripe_that_was_taken_meanwhile_answers_409_and_names_it() {
        var ids = tenant.customers(2);
        tie(ids.get(0));
        delete(ids.get(0));
        tie(ids.get(1));

        assertRefused(restore(ids.get(0)), 409)
                .body("param", equalTo("stripe_customer"))
                .body("message", containsString("cus_1"));
    }

    @Test
    void a_restore_that_is_sent_again_answers_the_same() {
        long id = tenant.customer("Acme");
        delete(id);

        var first = keyed(id);

        assertStatus(first, 200);
        assertThat(keyed(id).asString()).isEqualTo(first.asString());
        assertThat(keyed(id).header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(restore(id).asString()).isEqualTo(first.asString());
    }

    @Test
    void what_was_not_deleted_with_the_customer_does_not_come_back() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia"));
        assertStatus(tenant.request().delete("/customers/{id}/contacts/{c}", id, contact), 204);
        delete(id);
        restore(id);

        assertStatus(tenant.request().get("/customers/{id}/contacts", id), 200).header("X-Total-Count", "0");
    }

    @Test
    void a_customer_can_be_deleted_and_restored_again() {
        long id = tenant.customer("Acme");
        book(id, "1", "A");
        for (int i = 0; i < 3; i++) {
            delete(id);
            assertStatus(restore(id), 200).body("customer.balance", equalTo(1));
        }
        delete(id);
        assertStatus(tenant.fetched(id), 404);
    }

    @Test
    void another_business_or_a_key_without_the_permission_restores_nothing() {
        long id = tenant.customer("Acme");
        delete(id);

        assertStatus(Tenant.create().request().post("/customers/{id}/restore", id), 404);
        assertStatus(Tenant.with(Tenant.key(tenant.id(), "read")).post("/customers/{id}/restore", id), 403);
        for (var none : List.of("0", "x", "9223372036854775807", "9223372036854775808")) {
            assertStatus(tenant.request().post("/customers/{id}/restore", none), 404);
        }
        assertStatus(tenant.fetched(id), 404);
    }

    @Test
    void what_is_kept_long_enough_cannot_be_restored_and_is_deleted_for_good() throws Exception {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));
        book(id, "1", "A");
        delete(id);
        TestDatabase.execute(
                "update customer_deletion set deleted_at = deleted_at - 30 * 86400 where business_id = " + tenant.id());

        assertStatus(restore(id), 404);
        for (var table : List.of("customer_deletion", "deleted_customer", "deleted_contact", "deleted_balance_entry")) {
            await().until(() -> count(table) == 0);
        }
    }

    @Test
    void a_customer_that_is_deleted_by_sql_can_be_restored_too() throws Exception {
        long id = tenant.customer("Acme");
        TestDatabase.execute("delete from customer where business_id = " + tenant.id());

        assertStatus(restore(id), 200);
    }

    @Test
    void deletes_and_restores_at_once_leave_one_customer_or_none_and_exact_totals() throws Exception {
        long id = tenant.customer("Acme");
        book(id, "1", "A");

        List<Callable<Response>> calls = IntStream.range(0, 16)
                .<Callable<Response>>mapToObj(
                        n -> n % 2 == 0 ? () -> tenant.request().delete("/customers/{id}", id) : () -> restore(id))
                .toList();
        assertThat(AtOnce.atOnce(calls))
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 204, 404, 503));

        restore(id);
        assertStatus(tenant.fetched(id), 200).body("customer.balance", equalTo(1));
        assertThat(tenant.total()).isEqualTo(1);
        assertStatus(tenant.request().get("/customers/{id}/balance_entries", id), 200)
                .header("X-Total-Count", "1");
    }

    private void tie(long id) {
        assertStatus(tenant.json("{\"id\": \"cus_1\"}").put("/customers/{id}/stripe_customer", id), 200);
    }

    private List<String> answers(long id) {
        return BELOW.stream()
                .map(path -> tenant.request().get("/customers/" + id + path).asString())
                .toList();
    }

    private void delete(long id) {
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);
    }

    private Response restore(long id) {
        return tenant.request().post("/customers/{id}/restore", id);
    }

    private Response keyed(long id) {
        return tenant.request().header("Idempotency-Key", "k").post("/customers/{id}/restore", id);
    }

    private void book(long id, String amount, String reference) {
        var body = "{\"amount\": " + amount + ", \"reference\": \"" + reference + "\"}";
        assertStatus(tenant.json(body).post("/customers/{id}/balance_entries", id), 201);
    }

    private long count(String table) {
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from " + table + " where business_id = " + tenant.id())) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
