package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.SpecifiedProperties.OF_CUSTOMERS;
import static dev.billing.customers.support.SpecifiedProperties.answered;
import static dev.billing.customers.support.SpecifiedProperties.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class CustomersTest {

    private static final Map<String, Object> EXAMPLE = example(OF_CUSTOMERS);

    private final Tenant tenant = Tenant.create();

    @Test
    void creating_the_specifications_example_answers_201_with_the_customer_in_the_specifications_order()
            throws Exception {
        var created = tenant.json(EXAMPLE).post("/customers");
        var shown = created.jsonPath().<String, Object>getMap("customer");

        assertStatus(created, 201);
        assertThat(created.asString())
                .isEqualTo(new ObjectMapper().writeValueAsString(Map.of("customer", answered(OF_CUSTOMERS, shown))));
        assertThat(shown.get("created_at")).isNotNull();
        assertThat(shown.get("updated_at")).isNull();
        assertThat(shown.get("balance")).isEqualTo(0);
        assertThat(shown.get("stripe_customer")).isNull();
        assertThat(created.header("Location")).endsWith("/customers/" + shown.get("id"));
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void the_location_of_a_created_customer_fetches_it() {
        var created = tenant.json(EXAMPLE).post("/customers");

        var fetched = tenant.request().get(created.header("Location"));

        assertStatus(fetched, 200);
        assertThat(fetched.asString()).isEqualTo(created.asString());
    }

    @Test
    void a_list_shows_the_same_objects_as_a_fetch() {
        long id = tenant.customer("Acme");
        var fetched = tenant.fetched(id).asString();
        var view = fetched.substring("{\"customer\":".length(), fetched.length() - 1);

        var listed = tenant.request().get("/customers").then().statusCode(200).extract();

        assertThat(listed.asString()).isEqualTo("{\"customers\":[" + view + "]}");
        assertThat(listed.header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void an_edit_answers_success_changes_what_was_sent_and_sets_updated_at() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));

        var request = tenant.json("{\"other_phone\": \"(820) 297-2984\", \"notes\": \"Notes about customer...\"}");
        assertStatus(request.patch("/customers/{id}", id), 200).body(equalTo("{\"success\":true}"));

        tenant.fetched(id)
                .then()
                .body("customer.other_phone", equalTo("(820) 297-2984"))
                .body("customer.notes", equalTo("Notes about customer..."))
                .body("customer.name", equalTo("Acme"))
                .body("customer.city", equalTo("Hill Valley"))
                .body("customer.updated_at.toLong()", greaterThan(1_700_000_000L));
    }

    @Test
    void null_clears_a_property() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));

        assertStatus(tenant.json("{\"city\": null}").patch("/customers/{id}", id), 200);

        tenant.fetched(id).then().body("customer.city", nullValue());
    }

    @Test
    void an_edit_that_changes_nothing_answers_200_and_leaves_updated_at_alone() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));

        assertStatus(tenant.json("{\"city\": \"Hill Valley\"}").patch("/customers/{id}", id), 200);
        assertStatus(tenant.json("{}").patch("/customers/{id}", id), 200);

        tenant.fetched(id).then().body("customer.updated_at", nullValue());
    }

    @Test
    void a_fetched_customer_can_be_changed_and_sent_back_whole() {
        long id = tenant.customer(Map.of("name", "Acme"));
        assertStatus(tenant.json("{\"city\": \"Hill Valley\"}").patch("/customers/{id}", id), 200);
        Map<String, Object> customer =
                new LinkedHashMap<>(tenant.fetched(id).jsonPath().getMap("customer"));
        customer.put("state", "CA");

        assertStatus(tenant.json(customer).patch("/customers/{id}", id), 200);

        tenant.fetched(id).then().body("customer.state", equalTo("CA"));
    }

    @Test
    void return_representation_answers_the_whole_customer_and_says_so() {
        long id = tenant.customer("Acme");

        var edited = tenant.json("{\"city\": \"Hill Valley\"}")
                .header("Prefer", "respond-async, return=representation")
                .patch("/customers/{id}", id)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "return=representation")
                .body("customer.city", equalTo("Hill Valley"))
                .extract();

        assertThat(edited.asString()).isEqualTo(tenant.fetched(id).asString());
    }

    @Test
    void deleting_answers_204_once_and_404_after_that() {
        long id = tenant.customer("Acme");

        assertStatus(tenant.request().delete("/customers/{id}", id), 204).body(equalTo(""));

        assertStatus(tenant.request().delete("/customers/{id}", id), 404);
        assertStatus(tenant.fetched(id), 404);
        assertStatus(tenant.json("{}").patch("/customers/{id}", id), 404);
        tenant.request().get("/customers").then().header("X-Total-Count", "0").body("customers", hasSize(0));
    }

    @Test
    void deleting_a_customer_takes_its_contacts_along() {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));

        assertStatus(tenant.request().delete("/customers/{id}", id), 204);

        assertThat(TestDatabase.number("select count(*) from contact where business_id = ?", tenant.id()))
                .isZero();
    }

    @Test
    void money_has_no_trailing_zeros_and_no_exponent() {
        long id = tenant.customer("Acme");
        for (var amount : new String[] {"3395.47", "1200", "0.5", "-100000", "0"}) {
            TestDatabase.execute("update customer set balance = ?::numeric where id = ?", amount, id);
            var customer = tenant.fetched(id).asString();
            assertThat(customer).contains("\"balance\":" + amount + ",");
        }
    }

    @Test
    void text_is_kept_as_it_was_sent_emoji_and_all() {
        var name = " Żółć 🦊 \"quoted\" <b>&amp;</b> ' ; drop table customer; -- ";
        long id = tenant.customer(name);

        tenant.fetched(id).then().body("customer.name", equalTo(name));
    }

    @Test
    void notes_may_have_several_lines() {
        long id = tenant.customer(Map.of("name", "Acme", "notes", "First line\r\n\tSecond line\n"));

        tenant.fetched(id).then().body("customer.notes", equalTo("First line\r\n\tSecond line\n"));
    }

    @Test
    void the_customer_created_by_a_form_is_the_one_created_by_json() {
        var request = tenant.request()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("name", "Acme & Söhne")
                .formParam("city", "Hill Valley")
                .formParam("notes", "")
                .formParam("number", "");
        assertStatus(request.post("/customers"), 201)
                .body("customer.name", equalTo("Acme & Söhne"))
                .body("customer.city", equalTo("Hill Valley"))
                .body("customer.notes", nullValue())
                .body("customer.number", equalTo("CUST-0001"));
    }
}
