package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The filters that have a parameter of their own, in both representations. */
@ServiceTest
class ShortFiltersTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void updated_after_lists_what_was_changed_or_if_it_never_was_created_after_a_time() throws Exception {
        var ids = tenant.customers(3);
        times(ids.get(0), 1000, "null");
        times(ids.get(1), 1000, "2000");
        times(ids.get(2), 1500, "null");

        assertListed("updated_after=999", ids.get(0), ids.get(1), ids.get(2));
        assertListed("updated_after=1000", ids.get(1), ids.get(2));
        assertListed("updated_after=1500", ids.get(1));
        assertListed("updated_after=2000");
        assertListed("updated_after=999&filter[name]=Customer 0", ids.get(0));
        var first = tenant.request().get("/customers?updated_after=1000&per_page=1&sort=name desc");
        assertThat(ids(tenant.raw().get(links(first).get("next")))).containsExactly(ids.get(1));
    }

    @Test
    void updated_after_is_there_for_contacts_and_balance_entries_too() {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));
        assertStatus(
                tenant.json("{\"amount\": 1, \"reference\": \"A\"}").post("/customers/{id}/balance_entries", id), 201);

        for (var list : List.of("contacts", "balance_entries")) {
            assertStatus(tenant.request().get("/customers/{id}/" + list + "?updated_after=1", id), 200)
                    .header("X-Total-Count", "1");
            assertStatus(tenant.request().get("/customers/{id}/" + list + "?updated_after=99999999999", id), 200)
                    .header("X-Total-Count", "0");
        }
    }

    @Test
    void open_balance_lists_who_owes_something_or_who_does_not() {
        var ids = tenant.customers(3);
        book(ids.get(0), "0.0001");
        book(ids.get(1), "-1");

        for (var yes : List.of("1", "true", "True")) {
            assertListed("open_balance=" + yes, ids.get(0));
        }
        for (var no : List.of("0", "false")) {
            assertListed("open_balance=" + no, ids.get(1), ids.get(2));
        }
    }

    @Test
    void a_filter_takes_several_values_as_clients_write_arrays() {
        long paris = tenant.customer(Map.of("name", "A", "city", "Paris"));
        long rome = tenant.customer(Map.of("name", "B", "city", "Rome"));
        long none = tenant.customer("C");
        tenant.customer(Map.of("name", "D", "city", "Oslo"));

        assertListed("filter[city][]=Paris&filter[city][]=Rome", paris, rome);
        assertListed("filter[city][0]=Paris&filter[city][1]=Rome", paris, rome);
        assertListed("filter[city][]=Paris&filter[city][]=", paris, none);
        assertListed("filter[city][]=Rome&filter[name]=B", rome);
        assertListed("filter[city][]=Rome&filter[city]=Paris");
        var first = tenant.request().get("/customers?per_page=1&filter[city][]=Paris&filter[city][]=Rome");
        assertThat(ids(tenant.raw().get(links(first).get("next")))).containsExactly(rome);
        assertInvalid(tenant.request().get("/customers?filter[colour][]=x"), "filter[colour]");
        assertInvalid(tenant.request().get("/customers?filter[id][]=x"), "filter[id]");
    }

    @Test
    void a_cursor_is_for_one_value_of_them() {
        tenant.customers(3);
        var next = links(tenant.request().get("/customers?updated_after=1&per_page=1"))
                .get("next");

        assertInvalid(tenant.raw().get(next.replace("updated_after=1", "updated_after=2")), "cursor");
    }

    @Test
    void included_is_what_is_always_there() {
        tenant.customers(1);

        assertStatus(tenant.request().get("/customers?include=updated_at"), 200);
        assertInvalid(tenant.request().get("/customers?include=everything"), "include");
        assertInvalid(tenant.request().get("/customers?include=updated_at,x"), "include");
    }

    @Test
    void other_values_are_refused_by_name() {
        long id = tenant.customer("Acme");
        for (var wrong : List.of("", "x", "1.5", "2015-04-01", "99999999999999999999")) {
            assertInvalid(tenant.request().get("/customers?updated_after=" + wrong), "updated_after");
        }
        for (var wrong : List.of("", "2", "yes")) {
            assertInvalid(tenant.request().get("/customers?open_balance=" + wrong), "open_balance");
        }
        assertInvalid(tenant.request().get("/customers/{id}/contacts?open_balance=1", id), "open_balance");
        assertInvalid(tenant.request().get("/customers?updatedAfter=1"), "updatedAfter");
        assertInvalid(tenant.request().get("/customers?open_balance[]=1"), "open_balance[]");
    }

    private void assertListed(String query, Long... expected) {
        for (var envelope : List.of("1", "0")) {
            var list = tenant.request().get("/customers?" + query + "&envelope=" + envelope);
            assertStatus(list, 200).header("X-Total-Count", String.valueOf(expected.length));
            var found = list.jsonPath().getList(envelope.equals("1") ? "customers.id" : "id", Long.class);
            assertThat(found).as(query).containsExactly(expected);
        }
    }

    private void book(long customer, String amount) {
        var body = "{\"amount\": " + amount + ", \"reference\": \"A\"}";
        assertStatus(tenant.json(body).post("/customers/{id}/balance_entries", customer), 201);
    }

    private void times(long id, long createdAt, String updatedAt) throws Exception {
        TestDatabase.execute("update customer set created_at = " + createdAt + ", updated_at = " + updatedAt
                + " where business_id = " + tenant.id() + " and id = " + id);
    }
}
