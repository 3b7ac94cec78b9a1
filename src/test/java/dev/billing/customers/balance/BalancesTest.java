package dev.billing.customers.balance;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Combinators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger behind a customer's balance. */
@ServiceTest
class BalancesTest {

    private final Tenant tenant = Tenant.create();
    private long customer;
    private String entries;

    @BeforeEach
    void a_customer() {
        customer = tenant.customer("Acme");
        entries = "/customers/" + customer + "/balance_entries";
    }

    @Test
    void an_entry_is_answered_as_it_was_appended_in_order() {
        book("300", "INV-0001");

        var created = tenant.json("{\"amount\": -120.50, \"reference\": \"INV-0042\", \"notes\": \"Paid in\\ncash\"}")
                .post(entries);

        assertStatus(created, 201);
        long id = created.jsonPath().getLong("balance_entry.id");
        long time = created.jsonPath().getLong("balance_entry.created_at");
        assertThat(created.asString())
                .isEqualTo(
                        "{\"balance_entry\":{\"created_at\":" + time + ",\"id\":" + id + ",\"customer\":" + customer
                                + ",\"amount\":-120.5,\"reference\":\"INV-0042\",\"notes\":\"Paid in\\ncash\",\"balance\":179.5}}");
        assertThat(created.header("Location")).endsWith(entries + "/" + id);
        assertThat(tenant.request().get(created.header("Location")).asString()).isEqualTo(created.asString());
    }

    @Test
    void the_balance_of_the_customer_is_the_sum_of_its_entries() {
        fetched().then().body("customer.balance", equalTo(0)).body("customer.updated_at", nullValue());

        book("3395.47", "INV-1");
        book("-0.0001", "INV-2");
        book("100", "INV-3");

        fetched().then().body("customer.updated_at", notNullValue());
        assertThat(fetched().asString()).contains("\"balance\":3495.4699,");
    }

    @Test
    void an_entry_of_nothing_leaves_the_customer_alone() {
        assertStatus(book("0", "INV-1"), 201).body("balance_entry.balance", equalTo(0));

        fetched().then().body("customer.balance", equalTo(0)).body("customer.updated_at", nullValue());
    }

    @Test
    void customers_are_listed_by_the_balances_that_their_entries_made() {
        long poor = tenant.customer("Poor");
        long rich = tenant.customer("Rich");
        book("10", "A");
        book(rich, "1000", "A");
        book(poor, "-1000", "A");

        tenant.request()
                .get("/customers?sort=balance desc")
                .then()
                .body("customers.id*.toLong()", contains(rich, customer, poor));
        tenant.request()
                .get("/customers?filter[balance]=1000")
                .then()
                .header("X-Total-Count", "1")
                .body("customers[0].name", equalTo("Rich"));
    }

    @Test
    void the_same_reference_and_amount_again_answer_the_first_entry_and_move_nothing() {
        var first = book("25.00", "INV-0042");

        var again = tenant.json("{\"amount\": 25, \"reference\": \"INV-0042\", \"notes\": \"A retry\"}")
                .post(entries);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first.asString());
        fetched().then().body("customer.balance", equalTo(25));
        tenant.request().get(entries).then().header("X-Total-Count", "1");
    }

    @Test
    void the_same_reference_with_another_amount_answers_400_and_moves_nothing() {
        book("25", "INV-0042");

        assertInvalid(book("25.0001", "INV-0042"), "reference");

        fetched().then().body("customer.balance", equalTo(25));
    }

    @Test
    void a_reference_is_free_for_another_customer() {
        book("25", "INV-0042");

        assertStatus(book(tenant.customer("Other"), "7", "INV-0042"), 201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.00001", "1000000000000000", "1e15", "-1e15", "1e2147483647", "1e-2147483647", "1e999999999",
                "\"12\"", "\"\"", "\" \"", "true", "[1]", "{}", "null"
            })
    void an_amount_that_is_no_exact_decimal_in_range_answers_400(String amount) {
        var request = tenant.json("{\"amount\": " + amount + ", \"reference\": \"x\"}");
        assertInvalid(request.post(entries), "amount");
    }

    @ParameterizedTest
    @CsvSource({
        "999999999999999.9999, 999999999999999.9999",
        "-999999999999999.9999, -999999999999999.9999",
        "0.0001, 0.0001",
        "1.50000000, 1.5",
        "1e3, 1000",
        "12e-4, 0.0012",
        "-0, 0"
    })
    void an_amount_in_range_is_kept_exactly(String sent, String kept) {
        var answer =
                tenant.json("{\"amount\": " + sent + ", \"reference\": \"x\"}").post(entries);

        assertThat(answer.asString()).contains("\"amount\":" + kept + ",").endsWith("\"balance\":" + kept + "}}");
    }

    @Test
    void an_amount_that_takes_the_balance_out_of_range_answers_400_and_moves_nothing() {
        book("999999999999999", "A");

        assertInvalid(book("1", "B"), "amount");

        assertThat(fetched().asString()).contains("\"balance\":999999999999999,");
        tenant.request().get(entries).then().header("X-Total-Count", "1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\": 1}                                      | reference",
                "{\"amount\": 1, \"reference\": null}                 | reference",
                "{\"amount\": 1, \"reference\": \"\"}                 | reference",
                "{\"amount\": 1, \"reference\": \" \"}                | reference",
                "{\"amount\": 1, \"reference\": 7}                    | reference",
                "{\"amount\": 1, \"reference\": \"a\\u0000b\"}        | reference",
                "{\"reference\": \"x\"}                               | amount",
                "{\"amount\": 1, \"reference\": \"x\", \"notes\": 1}  | notes",
                "{\"amount\": 1, \"reference\": \"x\", \"id\": 1}     | id",
                "{\"amount\": 1, \"reference\": \"x\", \"balance\": 1} | balance",
                "{\"amount\": 1, \"reference\": \"x\", \"created_at\": 1} | created_at",
                "{\"amount\": 1, \"reference\": \"x\", \"customer\": 1} | customer",
                "{\"amount\": 1, \"reference\": \"x\", \"colour\": 1} | colour"
            })
    void an_entry_that_is_incomplete_or_has_what_it_must_not_answers_400(String body, String param) {
        assertInvalid(tenant.json(body).post(entries), param);
    }

    @Test
    void a_reference_longer_than_its_column_answers_400() {
        assertInvalid(
                tenant.json(Map.of("amount", 1, "reference", "x".repeat(256))).post(entries), "reference");
    }

    @Test
    void an_entry_may_come_as_a_form() {
        assertStatus(tenant.form("amount=-12.50&reference=INV-1&notes=").post(entries), 201)
                .body("balance_entry.amount", equalTo(new BigDecimal("-12.5")))
                .body("balance_entry.notes", nullValue());
        for (var amount : List.of("", "x", "1e3", "0x1", "1,5", "+1", "9".repeat(1000), "1.", ".5")) {
            var form = tenant.request().formParam("amount", amount).formParam("reference", "y");
            assertInvalid(form.post(entries), "amount");
        }
    }

    @Test
    void entries_are_listed_sorted_and_filtered_like_anything() {
        for (int i = 1; i <= 5; i++) {
            book(Integer.toString(i % 2 == 0 ? i : -i), "INV-" + i);
        }

        var page = tenant.request().get(entries + "?per_page=2&sort=amount desc");

        page.then()
                .header("X-Total-Count", "5")
                .body("balance_entries.amount", contains(4, 2))
                .body("balance_entries.customer*.toLong()", contains(customer, customer));
        tenant.raw().get(links(page).get("next")).then().body("balance_entries.amount", contains(-1, -3));
        tenant.request().get(entries + "?filter[reference]=INV-3").then().body("balance_entries.amount", contains(-3));
        assertInvalid(tenant.request().get(entries + "?sort=colour"), "sort");
        tenant.request()
                .get(entries + "?expand=customer&per_page=1")
                .then()
                .body("balance_entries[0].customer.name", equalTo("Acme"));
    }

    @Test
    void the_balance_comes_with_the_latest_ten_entries_newest_first() {
        var path = "/customers/" + customer + "/balance";
        assertThat(tenant.request().get(path).asString()).isEqualTo("{\"balance\":0,\"balance_entries\":[]}");
        for (int i = 1; i <= 12; i++) {
            book(Integer.toString(i), "INV-" + i);
        }

        var answer = tenant.request().get(path);

        assertThat(answer.asString()).startsWith("{\"balance\":78,\"balance_entries\":[{");
        answer.then()
                .body("balance_entries", hasSize(10))
                .body("balance_entries[0].reference", equalTo("INV-12"))
                .body("balance_entries[0].balance", equalTo(78))
                .body("balance_entries[9].reference", equalTo("INV-3"));
    }

    @Test
    void entries_are_neither_edited_nor_deleted() {
        var entry = entries + "/" + book("1", "A").jsonPath().getLong("balance_entry.id");

        for (var method : List.of("PATCH", "PUT", "DELETE")) {
            assertRefused(tenant.json("{}").request(method, entry), 405).header("Allow", "GET, HEAD, OPTIONS");
        }
    }

    @Test
    void the_balance_stays_read_only_for_an_edit_which_may_send_it_back() {
        book("12.5", "A");

        assertStatus(tenant.json("{\"balance\": 12.50, \"notes\": \"x\"}").patch("/customers/" + customer), 200);
        assertInvalid(tenant.json("{\"balance\": 13}").patch("/customers/" + customer), "balance");
    }

    @Test
    void a_ledger_goes_with_its_customer() {
        book("1", "A");
        assertStatus(tenant.request().delete("/customers/" + customer), 204);

        assertNothingThere(tenant);
        assertStatus(book("1", "A"), 404);
        tenant.request().get("/customers").then().header("X-Total-Count", "0");
    }

    @Test
    void a_ledger_of_another_business_does_not_exist() {
        book("1", "A");
        var stranger = Tenant.create();

        assertNothingThere(stranger);
        assertStatus(stranger.json("{\"amount\": 1, \"reference\": \"x\"}").post(entries), 404);
        fetched().then().body("customer.balance", equalTo(1));
    }

    @Test
    void an_entry_of_another_customer_does_not_exist() {
        long id = book("1", "A").jsonPath().getLong("balance_entry.id");
        long other = tenant.customer("Other");

        assertStatus(tenant.request().get("/customers/" + other + "/balance_entries/" + id), 404);
    }

    @Test
    void appending_needs_the_permission_balances_and_reading_needs_it_or_read() {
        var readWrite = Tenant.key(tenant.id(), "read", "write", "integrations", "portal");
        var balances = Tenant.key(tenant.id(), "balances");
        var write = Tenant.key(tenant.id(), "write");
        var body = "{\"amount\": 1, \"reference\": \"x\"}";

        assertStatus(Tenant.json(readWrite, body).post(entries), 403);
        assertStatus(Tenant.json(balances, body).post(entries), 201);
        for (var path : List.of(entries, "/customers/" + customer + "/balance")) {
            assertStatus(Tenant.with(readWrite).get(path), 200);
            assertStatus(Tenant.with(balances).get(path), 200);
            assertStatus(Tenant.with(write).get(path), 403);
        }
        assertStatus(Tenant.with(balances).get("/customers"), 403);
    }

    @Test
    void thirty_two_at_once_each_twice_move_the_balance_once_each() throws Exception {
        var calls = new ArrayList<Callable<Response>>();
        for (int i = 0; i < 32; i++) {
            var reference = "INV-" + i / 2;
            calls.add(() -> book("1.0001", reference));
        }

        var answers = atOnce(calls);

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(16);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(16);
        fetched().then().body("customer.balance", equalTo(new BigDecimal("16.0016")));
        assertLedgerAddsUp(new BigDecimal("16.0016"), 16);
    }

    @Test
    void an_edit_at_the_same_moment_loses_no_entry() throws Exception {
        var calls = new ArrayList<Callable<Response>>();
        for (int i = 0; i < 16; i++) {
            var text = "INV-" + i;
            calls.add(() -> book("1", text));
            calls.add(() -> tenant.json(Map.of("notes", text)).patch("/customers/" + customer));
        }

        var answers = atOnce(calls);

        for (int i = 0; i < 32; i++) {
            assertStatus(answers.get(i), i % 2 == 0 ? 201 : 200);
        }
        fetched().then().body("customer.balance", equalTo(16));
    }

    /** Any entries, sent by several callers at once, in any order and any number of times. */
    @Test
    void whatever_is_booked_the_balance_is_the_sum_of_what_was_acknowledged() {
        var amounts = Arbitraries.bigDecimals().ofScale(4).between(new BigDecimal(-1000), new BigDecimal(1000));
        var references = Arbitraries.integers().between(1, 12).map(n -> "INV-" + n);
        var bookings = Combinators.combine(references, amounts).as(Map::entry);
        bookings.list().ofMinSize(1).ofMaxSize(20).sampleStream().limit(15).forEach(this::bookAll);
    }

    private void bookAll(List<Map.Entry<String, BigDecimal>> bookings) {
        long another = tenant.customer("Another");
        var acknowledged = Collections.synchronizedMap(new HashMap<String, BigDecimal>());
        var calls = bookings.stream()
                .<Callable<Integer>>map(booking -> () -> {
                    int status = book(another, booking.getValue().toPlainString(), booking.getKey())
                            .statusCode();
                    if (status == 201) {
                        assertThat(acknowledged.put(booking.getKey(), booking.getValue()))
                                .isNull();
                    }
                    return status;
                })
                .toList();
        try {
            assertThat(atOnce(calls)).as(bookings.toString()).containsAnyOf(201).isSubsetOf(200, 201, 400);
        } catch (Exception e) {
            throw new AssertionError(bookings.toString(), e);
        }
        var sum = acknowledged.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        var ledger = tenant.request().get("/customers/" + another + "/balance_entries");
        ledger.then()
                .body(
                        "balance_entries.reference",
                        containsInAnyOrder(acknowledged.keySet().toArray()));
        assertRunningBalances(ledger, sum);
    }

    private void assertLedgerAddsUp(BigDecimal sum, int count) {
        var ledger = tenant.request().get(entries);
        ledger.then().body("balance_entries", hasSize(count));
        assertRunningBalances(ledger, sum);
    }

    /** By id, each entry's balance is the one before and its amount. */
    private static void assertRunningBalances(Response ledger, BigDecimal sum) {
        var amounts = ledger.jsonPath().getList("balance_entries.amount", BigDecimal.class);
        var balances = ledger.jsonPath().getList("balance_entries.balance", BigDecimal.class);
        var running = BigDecimal.ZERO;
        for (int i : IntStream.range(0, amounts.size()).toArray()) {
            running = running.add(amounts.get(i));
            assertThat(balances.get(i)).isEqualByComparingTo(running);
        }
        assertThat(running).isEqualByComparingTo(sum);
    }

    private void assertNothingThere(Tenant asked) {
        for (var path : List.of(entries, entries + "/1", "/customers/" + customer + "/balance")) {
            assertRefused(asked.request().get(path), 404);
        }
    }

    private Response book(String amount, String reference) {
        return book(customer, amount, reference);
    }

    private Response book(long whose, String amount, String reference) {
        return tenant.json("{\"amount\": " + amount + ", \"reference\": \"" + reference + "\"}")
                .post("/customers/" + whose + "/balance_entries");
    }

    private Response fetched() {
        return tenant.fetched(customer);
    }
}
