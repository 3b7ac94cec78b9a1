package dev.billing.customers.event;

import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.SpecifiedProperties;
import dev.billing.customers.support.SpecifiedProperties.Specified;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person's data can be removed from a customer and from all of its past (GDPR, article 17), and the amounts stay. */
@ServiceTest
class ErasureTest {

    private static final String PERSONAL = "Secret";

    private static final List<String> PLACES = List.of(
            "customer",
            "contact",
            "balance_entry",
            "deleted_customer",
            "deleted_contact",
            "deleted_balance_entry",
            "event");

    private final Tenant tenant = Tenant.create();

    @Test
    void nothing_about_a_person_is_left_anywhere_but_the_amounts_are() {
        long id = someone();

        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200).body("success", equalTo(true));

        assertNothingIsLeft();
        assertStatus(tenant.fetched(id), 200)
                .body("customer.balance", equalTo(12))
                .body("customer.number", equalTo("N-1"))
                .body("customer.name", equalTo("Erased"));
        assertStatus(tenant.request().get("/customers/{id}/contacts", id), 200).header("X-Total-Count", "0");
        assertStatus(tenant.request().get("/customers/{id}/balance_entries", id), 200)
                .body("balance_entries.amount", contains(12))
                .body("balance_entries.reference", contains("A"));
        var history = tenant.request().get("/customers/{id}/events", id);
        assertStatus(history, 200).body("events.findAll { it.type == 'customer.erased' }", hasSize(1));
        assertThat(history.<String>path("events[-1].type")).isEqualTo("customer.erased");
        assertThat(history.<Object>path("events[-1].object"))
                .isEqualTo(tenant.fetched(id).<Object>path("customer"));
    }

    @Test
    void a_deleted_customer_is_erased_and_comes_back_without_a_person() {
        long id = someone();
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);

        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200);

        assertNothingIsLeft();
        assertStatus(tenant.fetched(id), 404);
        assertStatus(tenant.request().post("/customers/{id}/restore", id), 200)
                .body("customer.name", equalTo("Erased"))
                .body("customer.balance", equalTo(12));
    }

    @Test
    void a_customer_that_is_gone_for_good_is_erased_from_its_past() {
        long id = someone();
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);
        TestDatabase.execute("delete from customer_deletion where business_id = " + tenant.id());

        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200);

        assertNothingIsLeft();
    }

    @Test
    void an_erased_customer_can_be_used_and_erased_again() {
        long id = someone();
        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200);
        assertStatus(tenant.json("{\"name\": \"Secret\"}").patch("/customers/{id}", id), 200);
        assertStatus(tenant.request().header("Idempotency-Key", "e").post("/customers/{id}/erase", id), 200);
        assertStatus(tenant.request().header("Idempotency-Key", "e").post("/customers/{id}/erase", id), 200)
                .header("Idempotency-Replayed", "true");

        assertNothingIsLeft();
    }

    @Test
    void others_are_left_alone() {
        long id = someone();
        long other = tenant.customer(Map.of("name", "Other", "email", "other@example.com"));
        var before = tenant.request().get("/customers/{id}/events", other).asString();

        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200);

        assertThat(tenant.request().get("/customers/{id}/events", other).asString())
                .isEqualTo(before);
        assertStatus(tenant.fetched(other), 200).body("customer.email", equalTo("other@example.com"));
    }

    @Test
    void erasing_needs_its_permission_and_a_customer() {
        long id = tenant.customer("Acme");
        assertStatus(Tenant.with(Tenant.key(tenant.id(), "write", "audit")).post("/customers/{id}/erase", id), 403);
        assertStatus(Tenant.create().request().post("/customers/{id}/erase", id), 404);
        assertStatus(tenant.request().post("/customers/{id}/erase", 999_999_999), 404);
        assertStatus(tenant.fetched(id), 200).body("customer.name", equalTo("Acme"));
    }

    /** A customer with all texts set, and a past. */
    private long someone() {
        var texts = new HashMap<String, Object>();
        SpecifiedProperties.OF_CUSTOMERS.stream()
                .filter(property -> property.maxLength() > 0)
                .map(Specified::name)
                .forEach(name -> texts.put(name, name.equals("email") ? PERSONAL + "@example.com" : PERSONAL));
        texts.put("number", "N-1");
        long id = tenant.customer(texts);
        tenant.contact(id, Map.of("name", PERSONAL, "email", PERSONAL + "@example.org"));
        long gone = tenant.contact(id, Map.of("name", PERSONAL));
        assertStatus(tenant.json("{\"name\": \"Secret 2\"}").patch("/customers/{id}/contacts/{c}", id, gone), 200);
        assertStatus(tenant.request().delete("/customers/{id}/contacts/{c}", id, gone), 204);
        assertStatus(
                tenant.json("{\"amount\": 12, \"reference\": \"A\", \"notes\": \"Secret\"}")
                        .post("/customers/{id}/balance_entries", id),
                201);
        assertStatus(tenant.json("{\"id\": \"cus_Secret\"}").put("/customers/{id}/stripe_customer", id), 200);
        assertStatus(
                tenant.json("{\"metadata\": {\"a\": \"Secret\"}, \"name\": \"Secret 2\"}")
                        .patch("/customers/{id}?envelope=0", id),
                200);
        return id;
    }

    private void assertNothingIsLeft() {
        for (var table : PLACES) {
            assertThat(TestDatabase.number(
                            "select count(*) from " + table
                                    + " as one where business_id = ? and one::text ilike '%secret%'",
                            tenant.id()))
                    .as(table)
                    .isZero();
        }
    }
}
