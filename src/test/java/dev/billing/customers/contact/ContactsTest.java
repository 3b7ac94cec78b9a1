package dev.billing.customers.contact;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.SpecifiedProperties.OF_CONTACTS;
import static dev.billing.customers.support.SpecifiedProperties.answered;
import static dev.billing.customers.support.SpecifiedProperties.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class ContactsTest {

    private final Tenant tenant = Tenant.create();
    private long customer;

    @BeforeEach
    void a_customer() {
        customer = tenant.customer("Acme");
    }

    @Test
    void creating_the_specifications_example_answers_201_with_the_contact_in_the_specifications_order()
            throws Exception {
        var example = example(OF_CONTACTS);
        example.put("customer", customer);

        var created = tenant.json(example).post("/customers/{id}/contacts", customer);

        assertStatus(created, 201);
        var shown = created.jsonPath().<String, Object>getMap("contact");
        assertThat(created.asString())
                .isEqualTo(new ObjectMapper().writeValueAsString(Map.of("contact", answered(OF_CONTACTS, shown))));
        assertThat(shown.get("created_at")).isNotNull();
        assertThat(shown.get("updated_at")).isNull();
        assertThat(shown.get("customer")).hasToString(Long.toString(customer));
        assertThat(created.header("Location")).endsWith("/customers/" + customer + "/contacts/" + shown.get("id"));
    }

    @Test
    void a_contact_is_fetched_as_it_was_created() {
        var created = tenant.json(Map.of("name", "Tia")).post("/customers/{id}/contacts", customer);

        var fetched = tenant.request().get(created.header("Location"));

        assertStatus(fetched, 200);
        assertThat(fetched.asString()).isEqualTo(created.asString());
    }

    @Test
    void a_contact_is_not_primary_unless_it_says_so() {
        var request = tenant.json("{\"name\":\"Tia\",\"primary\":null,\"customer\":null}");
        assertStatus(request.post("/customers/{id}/contacts", customer), 201)
                .body("contact.primary", equalTo(false))
                .body("contact.email", nullValue());
    }

    @Test
    void a_list_shows_the_contacts_of_its_customer_only() {
        long other = tenant.customer("Globex");
        tenant.contact(customer, Map.of("name", "Tia"));
        tenant.contact(customer, Map.of("name", "Sam"));
        tenant.contact(other, Map.of("name", "Noor"));

        assertStatus(tenant.request().get("/customers/{id}/contacts", customer), 200)
                .header("X-Total-Count", "2")
                .header(
                        "Link",
                        containsString("/customers/" + customer + "/contacts?page=1&per_page=100>; rel=\"self\""))
                .body("contacts.name", contains("Tia", "Sam"));
    }

    @Test
    void contacts_are_paged_sorted_and_filtered_by_the_same_helpers_as_customers() {
        for (var name : new String[] {"Ada", "Kim", "Leo", "Noor"}) {
            tenant.contact(customer, Map.of("name", name, "primary", name.length() == 3));
        }

        var request = tenant.request()
                .queryParam("filter[primary]", "1")
                .queryParam("sort", "name desc")
                .queryParam("per_page", "2");
        assertStatus(request.get("/customers/{id}/contacts", customer), 200)
                .header("X-Total-Count", "3")
                .body("contacts.name", contains("Leo", "Kim"));
    }

    @Test
    void an_edit_answers_success_and_changes_what_was_sent() {
        long id = tenant.contact(customer, Map.of("name", "Tia", "email", "tia@acme.example", "primary", true));

        var request = tenant.json("{\"primary\": false}");
        assertStatus(request.patch("/customers/{customer}/contacts/{id}", customer, id), 200)
                .body(equalTo("{\"success\":true}"));

        var edited = tenant.request()
                .get("/customers/{customer}/contacts/{id}", customer, id)
                .jsonPath();
        assertThat(edited.getBoolean("contact.primary")).isFalse();
        assertThat(edited.getString("contact.email")).isEqualTo("tia@acme.example");
        assertThat(edited.getLong("contact.updated_at")).isGreaterThanOrEqualTo(edited.getLong("contact.created_at"));
    }

    @Test
    void an_edit_that_changes_nothing_leaves_updated_at_alone() {
        long id = tenant.contact(customer, Map.of("name", "Tia"));

        var request = tenant.json("{\"name\": \"Tia\"}").header("Prefer", "return=representation");
        assertStatus(request.patch("/customers/{customer}/contacts/{id}", customer, id), 200)
                .header("Preference-Applied", "return=representation")
                .body("contact.updated_at", nullValue());
    }

    @Test
    void a_fetched_contact_can_be_changed_and_sent_back_whole() {
        long id = tenant.contact(customer, Map.of("name", "Tia"));
        Map<String, Object> contact = new LinkedHashMap<>(tenant.request()
                .get("/customers/{customer}/contacts/{id}", customer, id)
                .jsonPath()
                .getMap("contact"));
        contact.put("name", "Tia Lesa");

        assertStatus(tenant.json(contact).patch("/customers/{customer}/contacts/{id}", customer, id), 200);
    }

    @Test
    void deleting_answers_204_once_and_404_after_that() {
        long id = tenant.contact(customer, Map.of("name", "Tia"));

        assertStatus(tenant.request().delete("/customers/{customer}/contacts/{id}", customer, id), 204);

        assertStatus(tenant.request().delete("/customers/{customer}/contacts/{id}", customer, id), 404);
        tenant.request().get("/customers/{customer}/contacts", customer).then().body("contacts", hasSize(0));
    }

    @Test
    void a_contact_of_another_customer_answers_404_to_every_operation() {
        long other = tenant.customer("Globex");
        long id = tenant.contact(other, Map.of("name", "Noor"));
        var path = "/customers/{customer}/contacts/{id}";

        assertStatus(tenant.request().get(path, customer, id), 404);
        assertStatus(tenant.json("{\"name\":\"Mine\"}").patch(path, customer, id), 404);
        assertStatus(tenant.request().delete(path, customer, id), 404);

        assertStatus(tenant.request().get(path, other, id), 200).body("contact.name", equalTo("Noor"));
    }

    @Test
    void contacts_of_an_unknown_customer_answer_404() {
        var path = "/customers/{customer}/contacts";
        long unknown = Long.MAX_VALUE;

        assertStatus(tenant.request().get(path, unknown), 404);
        assertStatus(tenant.json("{\"name\":\"Tia\"}").post(path, unknown), 404);
    }

    @Test
    void a_customer_other_than_the_paths_is_refused() {
        long other = tenant.customer("Globex");
        long id = tenant.contact(customer, Map.of("name", "Tia"));
        var body = "{\"name\":\"Tia\",\"customer\":" + other + "}";

        assertInvalid(tenant.json(body).post("/customers/{id}/contacts", customer), "customer");
        assertInvalid(tenant.json(body).patch("/customers/{customer}/contacts/{id}", customer, id), "customer");
        assertInvalid(
                tenant.json("{\"customer\":null}").patch("/customers/{customer}/contacts/{id}", customer, id),
                "customer");
    }

    @Test
    void expand_customer_puts_the_whole_customer_in_place_of_its_id() {
        long id = tenant.contact(customer, Map.of("name", "Tia"));
        var whole = tenant.fetched(customer).jsonPath().getMap("customer");
        var contact = "/customers/{customer}/contacts/{id}?expand=customer";

        assertThat(tenant.request().get(contact, customer, id).jsonPath().getMap("contact.customer"))
                .isEqualTo(whole);
        assertThat(tenant.request()
                        .get("/customers/{id}/contacts?expand=customer,customer", customer)
                        .jsonPath()
                        .getMap("contacts[0].customer"))
                .isEqualTo(whole);
        assertThat(tenant.json("{\"name\":\"Sam\"}")
                        .post("/customers/{id}/contacts?expand=customer", customer)
                        .jsonPath()
                        .getMap("contact.customer"))
                .isEqualTo(whole);
        assertThat(tenant.json("{\"name\":\"Kim\"}")
                        .header("Prefer", "return=representation")
                        .patch(contact, customer, id)
                        .jsonPath()
                        .getMap("contact.customer"))
                .isEqualTo(whole);
    }
}
