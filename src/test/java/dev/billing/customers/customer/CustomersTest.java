package dev.billing.customers.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class CustomersTest {

    private static final String EXAMPLE = """
            {
              "number": "CUST-0001",
              "name": "Acme",
              "email": "billing@acmecorp.com",
              "address1": "342 Amber St",
              "address2": null,
              "city": "Hill Valley",
              "state": "CA",
              "postal_code": "94523",
              "country": "United States",
              "tax_id": "893-934835",
              "phone": "(820) 297-2983",
              "other_phone": null,
              "website": "acmecorp.com",
              "notes": null
            }""";

    private final Tenant tenant = Tenant.create();

    @Test
    void creating_the_specifications_example_answers_201_with_the_customer_in_the_specifications_order() {
        var created =
                tenant.json(EXAMPLE).post("/customers").then().statusCode(201).extract();
        var id = created.jsonPath().getLong("customer.id");
        var createdAt = created.jsonPath().getLong("customer.created_at");

        assertThat(created.asString())
                .isEqualTo("{\"customer\":{\"created_at\":" + createdAt + ",\"updated_at\":null,\"id\":" + id
                        + ",\"number\":\"CUST-0001\",\"name\":\"Acme\",\"email\":\"billing@acmecorp.com\","
                        + "\"address1\":\"342 Amber St\",\"address2\":null,\"city\":\"Hill Valley\",\"state\":\"CA\","
                        + "\"postal_code\":\"94523\",\"country\":\"United States\",\"tax_id\":\"893-934835\","
                        + "\"phone\":\"(820) 297-2983\",\"other_phone\":null,\"website\":\"acmecorp.com\","
                        + "\"notes\":null,\"balance\":0,\"stripe_customer\":null}}");
        assertThat(created.header("Location")).endsWith("/customers/" + id);
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void the_location_of_a_created_customer_fetches_it() {
        var created =
                tenant.json(EXAMPLE).post("/customers").then().statusCode(201).extract();

        var fetched = tenant.request()
                .get(created.header("Location"))
                .then()
                .statusCode(200)
                .extract();

        assertThat(fetched.asString()).isEqualTo(created.asString());
    }

    @Test
    void a_list_shows_the_same_objects_as_a_fetch() {
        long id = tenant.customer("Acme");
        var fetched = tenant.request().get("/customers/{id}", id).asString();
        var view = fetched.substring("{\"customer\":".length(), fetched.length() - 1);

        var listed = tenant.request().get("/customers").then().statusCode(200).extract();

        assertThat(listed.asString()).isEqualTo("{\"customers\":[" + view + "]}");
        assertThat(listed.header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void an_edit_answers_success_changes_what_was_sent_and_sets_updated_at() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));

        tenant.json("{\"other_phone\": \"(820) 297-2984\", \"notes\": \"Notes about customer...\"}")
                .patch("/customers/{id}", id)
                .then()
                .statusCode(200)
                .body(equalTo("{\"success\":true}"));

        tenant.request()
                .get("/customers/{id}", id)
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

        tenant.json("{\"city\": null}").patch("/customers/{id}", id).then().statusCode(200);

        tenant.request().get("/customers/{id}", id).then().body("customer.city", nullValue());
    }

    @Test
    void an_edit_that_changes_nothing_answers_200_and_leaves_updated_at_alone() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));

        tenant.json("{\"city\": \"Hill Valley\"}")
                .patch("/customers/{id}", id)
                .then()
                .statusCode(200);
        tenant.json("{}").patch("/customers/{id}", id).then().statusCode(200);

        tenant.request().get("/customers/{id}", id).then().body("customer.updated_at", nullValue());
    }

    @Test
    void a_fetched_customer_can_be_changed_and_sent_back_whole() {
        long id = tenant.customer(Map.of("name", "Acme"));
        tenant.json("{\"city\": \"Hill Valley\"}")
                .patch("/customers/{id}", id)
                .then()
                .statusCode(200);
        Map<String, Object> customer = new LinkedHashMap<>(
                tenant.request().get("/customers/{id}", id).jsonPath().getMap("customer"));
        customer.put("state", "CA");

        tenant.json(customer).patch("/customers/{id}", id).then().statusCode(200);

        tenant.request().get("/customers/{id}", id).then().body("customer.state", equalTo("CA"));
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

        assertThat(edited.asString())
                .isEqualTo(tenant.request().get("/customers/{id}", id).asString());
    }

    @Test
    void deleting_answers_204_once_and_404_after_that() {
        long id = tenant.customer("Acme");

        tenant.request().delete("/customers/{id}", id).then().statusCode(204).body(equalTo(""));

        tenant.request().delete("/customers/{id}", id).then().statusCode(404);
        tenant.request().get("/customers/{id}", id).then().statusCode(404);
        tenant.json("{}").patch("/customers/{id}", id).then().statusCode(404);
        tenant.request().get("/customers").then().header("X-Total-Count", "0").body("customers", hasSize(0));
    }

    @Test
    void deleting_a_customer_takes_its_contacts_along() throws Exception {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));

        tenant.request().delete("/customers/{id}", id).then().statusCode(204);

        try (var connection = TestDatabase.connect();
                var query = connection.prepareStatement("select count(*) from contact where business_id = ?")) {
            query.setLong(1, tenant.id());
            var count = query.executeQuery();
            count.next();
            assertThat(count.getLong(1)).isZero();
        }
    }

    @Test
    void money_has_no_trailing_zeros_and_no_exponent() throws Exception {
        long id = tenant.customer("Acme");
        for (var amount : new String[] {"3395.47", "1200", "0.5", "-100000", "0"}) {
            try (var connection = TestDatabase.connect();
                    var update = connection.prepareStatement("update customer set balance = ?::numeric where id = ?")) {
                update.setString(1, amount);
                update.setLong(2, id);
                update.executeUpdate();
            }
            var customer = tenant.request().get("/customers/{id}", id).asString();
            assertThat(customer).contains("\"balance\":" + amount + ",");
        }
    }

    @Test
    void text_is_kept_as_it_was_sent_emoji_and_all() {
        var name = " Żółć 🦊 \"quoted\" <b>&amp;</b> ' ; drop table customer; -- ";
        long id = tenant.customer(name);

        tenant.request().get("/customers/{id}", id).then().body("customer.name", equalTo(name));
    }

    @Test
    void notes_may_have_several_lines() {
        long id = tenant.customer(Map.of("name", "Acme", "notes", "First line\r\n\tSecond line\n"));

        tenant.request()
                .get("/customers/{id}", id)
                .then()
                .body("customer.notes", equalTo("First line\r\n\tSecond line\n"));
    }

    @Test
    void the_customer_created_by_a_form_is_the_one_created_by_json() {
        tenant.request()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("name", "Acme & Söhne")
                .formParam("city", "Hill Valley")
                .formParam("notes", "")
                .formParam("number", "")
                .post("/customers")
                .then()
                .statusCode(201)
                .body("customer.name", equalTo("Acme & Söhne"))
                .body("customer.city", equalTo("Hill Valley"))
                .body("customer.notes", nullValue())
                .body("customer.number", equalTo("CUST-0001"));
    }
}
