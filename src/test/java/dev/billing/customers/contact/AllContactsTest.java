package dev.billing.customers.contact;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /contacts}: the contacts of all customers of a business. */
@ServiceTest
class AllContactsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void contacts_of_all_customers_are_listed_with_their_customer_and_those_of_others_are_not() {
        long acme = tenant.customer("Acme");
        long globex = tenant.customer("Globex");
        tenant.contact(acme, Map.of("name", "Tia"));
        tenant.contact(globex, Map.of("name", "Sam"));
        var other = Tenant.create();
        other.contact(other.customer("Acme"), Map.of("name", "Noor"));

        var list = tenant.request().get("/contacts");

        assertStatus(list, 200)
                .header("X-Total-Count", "2")
                .body("contacts.name", contains("Tia", "Sam"))
                .body("contacts.customer", contains((int) acme, (int) globex));
        var ofCustomer = tenant.request().get("/customers/{id}/contacts", acme);
        assertThat(list.jsonPath().getMap("contacts[0]"))
                .isEqualTo(ofCustomer.jsonPath().getMap("contacts[0]"));
        assertStatus(tenant.request().get("/contacts?expand=customer&sort=name"), 200)
                .body("contacts.customer.name", contains("Globex", "Acme"));
        assertStatus(tenant.request().get("/contacts?envelope=0"), 200)
                .body("object", contains("contact", "contact"))
                .body("name", contains("Tia", "Sam"));
        assertStatus(Tenant.with(Tenant.key(tenant.id(), "write")).get("/contacts"), 403);
        assertInvalid(tenant.request().get("/contacts?filter[business_id]=1"), "filter[business_id]");
    }

    @Test
    void pages_follow_their_links_in_every_order_that_an_index_has() {
        for (int n = 0; n < 3; n++) {
            long customer = tenant.customer("Customer " + n);
            tenant.contact(customer, Map.of("name", "B"));
            tenant.contact(customer, Map.of("name", "A"));
        }
        for (var sort : List.of("", "&sort=name", "&sort=name desc", "&sort=id desc")) {
            var whole = tenant.request()
                    .get("/contacts?per_page=100" + sort)
                    .jsonPath()
                    .getList("contacts.id");
            var seen = new ArrayList<>();
            for (var url = "/contacts?per_page=4" + sort.replace(" ", "+"); url != null; ) {
                var page = tenant.raw().get(url);
                assertStatus(page, 200).header("X-Total-Count", "6");
                seen.addAll(page.jsonPath().getList("contacts.id"));
                url = links(page).get("next");
            }
            assertThat(seen).hasSize(6).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tia.Dunn@Söhne.example",
                "tia.dunn@söhne.example",
                "TIA.DUNN@XN--SHNE-5QA.EXAMPLE",
                " tia.dunn@SÖHNE.example "
            })
    void an_address_is_found_however_it_is_written(String written) {
        long customer = tenant.customer("Acme");
        tenant.contact(customer, Map.of("name", "Tia", "email", "Tia.Dunn@söhne.example"));
        tenant.contact(
                tenant.customer("Globex"), Map.of("name", "Tia again", "email", "tia.dunn@xn--shne-5qa.example"));
        tenant.contact(customer, Map.of("name", "Sam", "email", "tia.dun@söhne.example"));
        tenant.contact(customer, Map.of("name", "Nobody"));

        assertStatus(tenant.request().queryParam("filter[email]", written).get("/contacts"), 200)
                .header("X-Total-Count", "2")
                .body("contacts.name", contains("Tia", "Tia again"));
        assertStatus(
                        tenant.request()
                                .queryParam("filter", "{\"email\":[\"" + written + "\",null]}")
                                .get("/contacts"),
                        200)
                .body("contacts.name", contains("Tia", "Tia again", "Nobody"));
    }

    @Test
    void a_cursor_goes_on_for_another_spelling_of_the_address() {
        for (int n = 0; n < 3; n++) {
            tenant.contact(tenant.customer("C"), Map.of("name", "Tia " + n, "email", "tia@example.com"));
        }
        var next = links(tenant.raw().get("/contacts?per_page=2&filter[email]=tia@example.com"))
                .get("next");

        assertStatus(tenant.raw().get(next.replace("tia@", "TIA@")), 200).body("contacts.name", contains("Tia 2"));
        assertInvalid(tenant.raw().get(next.replace("tia@", "sam@")), "cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no address", "@", "a@", "%", "'; --", "\u00df@x", "xn--@xn--", "\ud83e\udd8a"})
    void what_is_no_address_finds_nobody(String text) {
        tenant.contact(tenant.customer("Acme"), Map.of("name", "Tia", "email", "tia@example.com"));

        assertStatus(tenant.request().queryParam("filter[email]", text).get("/contacts"), 200)
                .body("contacts", empty());
    }

    @Test
    void they_are_filtered_by_customer_name_and_time_of_the_last_change() {
        long acme = tenant.customer("Acme");
        long tia = tenant.contact(acme, Map.of("name", "Tia"));
        tenant.contact(tenant.customer("Globex"), Map.of("name", "Sam"));
        TestDatabase.execute(
                "update contact set created_at = 100, updated_at = null where business_id = ?", tenant.id());
        TestDatabase.execute("update contact set updated_at = 300 where business_id = ? and id = ?", tenant.id(), tia);

        for (var query :
                List.of("filter[customer]=" + acme, "filter[name]=Tia", "updated_after=299", "updated_after=100")) {
            assertStatus(tenant.request().get("/contacts?" + query), 200)
                    .header("X-Total-Count", "1")
                    .body("contacts.name", contains("Tia"));
        }
        assertStatus(tenant.request().get("/contacts?updated_after=99"), 200).header("X-Total-Count", "2");
        assertStatus(tenant.request().get("/contacts?filter[customer]=1"), 200).header("X-Total-Count", "0");
    }

    @Test
    void the_total_stays_that_of_the_rows_whatever_happens_to_customers_and_contacts() throws Exception {
        long first = tenant.customer("Acme");
        long second = tenant.customer("Globex");
        var contacts = new ArrayList<Long>();
        for (int n = 0; n < 3; n++) {
            contacts.add(tenant.contact(first, Map.of("name", "Tia")));
            tenant.contact(second, Map.of("name", "Sam"));
        }
        assertTotal(6);
        tenant.request().delete("/customers/{c}/contacts/{id}", first, contacts.get(0));
        assertTotal(5);
        tenant.request().delete("/customers/{id}", second);
        assertTotal(2);
        tenant.request().post("/customers/{id}/restore", second);
        assertTotal(5);
        tenant.request().post("/customers/{id}/erase", second);
        assertTotal(2);
        tenant.request().post("/customers/{id}/erase", second);
        assertTotal(2);
    }

    @Test
    void bulk_changes_of_several_businesses_are_in_their_totals() throws Exception {
        var other = Tenant.create();
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into customer (business_id, number, name, created_at) select case when n % 3 = 0 then "
                            + other.id() + " else " + tenant.id()
                            + " end, 'B-' || n, 'Bulk', 0 from generate_series(1, 300) as n");
            statement.execute("insert into contact (business_id, customer_id, name, created_at)"
                    + " select business_id, id, 'C', 0 from customer, generate_series(1, 2) where business_id in ("
                    + tenant.id() + ", " + other.id() + ")");
            assertTotal(400);
            statement.execute("delete from customer where business_id in (" + tenant.id() + ", " + other.id()
                    + ") and substring(number from 3)::int % 2 = 0");
            assertTotal(200);
            assertThat(total(other)).isEqualTo(100);
            connection.setAutoCommit(false);
            statement.execute("delete from customer where business_id = " + tenant.id());
            connection.rollback();
            statement.execute("delete from contact where business_id = " + tenant.id() + " and id % 2 = 0");
            statement.execute("delete from customer where business_id = " + other.id());
            connection.commit();
        }
        assertTotal(TestDatabase.number("select count(*) from contact where business_id = ?", tenant.id()));
        assertThat(total(other)).isZero();
    }

    @Test
    void the_total_is_exact_after_many_changes_at_once() throws Exception {
        long staying = tenant.customer("Acme");
        var calls = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < 8; writer++) {
            calls.add(() -> {
                for (int round = 0; round < 4; round++) {
                    long customer = tenant.customer("Written");
                    tenant.contact(customer, Map.of("name", "Tia"));
                    tenant.contact(staying, Map.of("name", "Sam"));
                    assertStatus(tenant.request().delete("/customers/{id}", customer), 204);
                    assertStatus(tenant.request().post("/customers/{id}/restore", customer), 200);
                }
                return null;
            });
        }

        atOnce(calls);

        assertTotal(64);
    }

    @Test
    void a_total_that_was_spoilt_is_found_and_repaired_by_an_operator() {
        tenant.contact(tenant.customer("Acme"), Map.of("name", "Tia"));
        TestDatabase.execute(
                "update customer_total set contacts = contacts + 5 where business_id = ? and shard ="
                        + " (select min(shard) from customer_total where business_id = ?)",
                tenant.id(),
                tenant.id());
        assertThat(total(tenant)).isEqualTo(6);

        for (var answer : List.of(
                Tenant.operator().get("/operator/businesses/{id}/contact_total", tenant.id()),
                Tenant.operator().post("/operator/businesses/{id}/contact_total/repair", tenant.id()))) {
            assertStatus(answer, 200).body("contact_total.kept", equalTo(6)).body("contact_total.counted", equalTo(1));
        }

        assertTotal(1);
        assertThat(tenant.total()).isEqualTo(1);
        assertStatus(Tenant.operator().post("/operator/businesses/{id}/contact_total/repair", Long.MAX_VALUE), 404);
    }

    @Test
    void an_order_that_no_index_has_works_too() {
        tenant.contact(tenant.customer("Acme"), Map.of("name", "Tia", "email", "b@example.com"));
        tenant.contact(tenant.customer("Globex"), Map.of("name", "Sam", "email", "a@example.com"));

        assertStatus(tenant.request().get("/contacts?sort=email"), 200)
                .body("contacts.name", contains("Sam", "Tia"))
                .header("Link", containsString("/contacts?page=1&per_page=100&sort=email>; rel=\"self\""));
    }

    private void assertTotal(long contacts) {
        assertThat(total(tenant)).isEqualTo(contacts);
        assertThat(TestDatabase.number("select count(*) from contact where business_id = ?", tenant.id()))
                .isEqualTo(contacts);
    }

    private static long total(Tenant of) {
        return Long.parseLong(of.request().get("/contacts?per_page=1").header("X-Total-Count"));
    }
}
