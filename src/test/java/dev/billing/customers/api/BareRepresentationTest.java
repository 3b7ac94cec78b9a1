package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The representation without envelopes: for every operation by a parameter, or by the API key. */
@ServiceTest
class BareRepresentationTest {

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "False"})
    void a_list_is_an_array_and_keeps_its_headers_and_the_parameter_in_its_links(String envelope) {
        var ids = tenant.customers(3);

        var list = tenant.request().get("/customers?per_page=2&envelope=" + envelope);

        assertStatus(list, 200).header("X-Total-Count", "3");
        assertThat(list.jsonPath().getList("id", Long.class)).isEqualTo(ids.subList(0, 2));
        assertThat(links(list).values()).allMatch(url -> url.contains("&envelope=" + envelope));
        var next = tenant.raw().get(links(list).get("next"));
        assertThat(next.jsonPath().getList("id", Long.class)).isEqualTo(ids.subList(2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true"})
    void a_parameter_wins_over_the_representation_of_the_key(String envelope) {
        long id = tenant.customer("Acme");

        assertStatus(tenant.bare().request().get("/customers/{id}", id), 200).body("name", equalTo("Acme"));
        assertStatus(tenant.bare().request().get("/customers/{id}?envelope=" + envelope, id), 200)
                .body("customer.name", equalTo("Acme"))
                .body("customer", not(hasKey("object")))
                .body("customer", not(hasKey("metadata")));
    }

    @Test
    void an_object_has_its_kind_and_metadata_besides_the_specified_properties() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia"));

        assertThat(fetched("/customers/" + id).jsonPath().getMap("").keySet())
                .hasToString(
                        "[created_at, updated_at, id, object, number, name, email, address1, address2, city, state, "
                                + "postal_code, country, tax_id, phone, other_phone, website, notes, balance, stripe_customer, "
                                + "metadata]");
        assertThat(fetched("/customers/" + id + "/contacts/" + contact)
                        .jsonPath()
                        .getMap("")
                        .keySet())
                .hasToString("[created_at, updated_at, id, object, customer, name, email, primary, metadata]");
        fetched("/customers/" + id + "/contacts/" + contact + "?expand=customer")
                .then()
                .body("object", equalTo("contact"))
                .body("customer.object", equalTo("customer"))
                .body("customer.metadata", anEmptyMap());
    }

    @Test
    void the_time_of_the_last_change_is_the_time_of_creation_until_the_first_edit() {
        var created = bare().json("{\"name\": \"Acme\"}").post("/customers");
        long id = created.jsonPath().getLong("id");

        assertStatus(created, 201).body("updated_at", equalTo(created.path("created_at")));
        tenant.fetched(id).then().body("customer.updated_at", nullValue());
        var sorted =
                bare().request().get("/customers?sort=updated_at&filter[updated_at]=" + created.path("created_at"));
        assertThat(sorted.jsonPath().getList("id", Long.class)).containsExactly(id);
    }

    @Test
    void a_walk_in_the_order_of_the_last_change_sees_each_customer_once() {
        var ids = tenant.customers(5);
        assertStatus(tenant.json("{\"city\": \"Paris\"}").patch("/customers/{id}", ids.get(1)), 200);

        for (var sort : List.of("updated_at", "updated_at desc")) {
            var seen = new ArrayList<Long>();
            var page = bare().request().get("/customers?per_page=2&sort=" + sort);
            while (true) {
                seen.addAll(page.jsonPath().getList("id", Long.class));
                if (!links(page).containsKey("next")) {
                    break;
                }
                page = bare().raw().get(links(page).get("next"));
            }
            assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void a_cursor_of_one_representation_is_refused_in_the_other_if_they_sort_by_different_values() {
        tenant.customers(3);

        var next = links(tenant.request().get("/customers?per_page=2&sort=updated_at"))
                .get("next");

        assertInvalid(tenant.raw().get(next + "&envelope=0"), "cursor");
    }

    @Test
    void an_edit_answers_the_whole_object() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia"));

        assertStatus(bare().json("{\"city\": \"Paris\"}").patch("/customers/{id}", id), 200)
                .body("city", equalTo("Paris"))
                .header("Preference-Applied", nullValue());
        assertStatus(bare().json("{\"primary\": true}").patch("/customers/{id}/contacts/{c}", id, contact), 200)
                .body("primary", equalTo(true));
        assertStatus(bare().json("{\"id\": \"cus_1\"}").put("/customers/{id}/stripe_customer", id), 200)
                .body("stripe_customer", equalTo("cus_1"));
    }

    @Test
    void an_object_can_be_sent_back_as_it_was_answered() {
        var created = bare().json("{\"name\": \"Acme\", \"metadata\": {\"plan\": \"gold\"}}")
                .post("/customers");

        var edited = bare().json(created.asString())
                .patch("/customers/{id}", created.jsonPath().getLong("id"));

        assertStatus(edited, 200);
        assertThat(edited.asString()).isEqualTo(created.asString());
        assertThat(edited.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "\"\"", "[]", "{}"})
    void an_unknown_property_that_says_nothing_is_accepted(String nothing) {
        assertStatus(
                bare().json("{\"name\": \"A\", \"sms_enabled\": " + nothing + "}")
                        .post("/customers"),
                201);
        assertInvalid(
                tenant.json("{\"name\": \"A\", \"sms_enabled\": " + nothing + "}")
                        .post("/customers"),
                "sms_enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "0", "1", "\" \"", "[0]", "{\"a\": null}"})
    void an_unknown_property_that_says_something_is_refused_by_name(String something) {
        long before = tenant.total();

        assertInvalid(
                bare().json("{\"name\": \"A\", \"autopay\": " + something + "}").post("/customers"), "autopay");

        assertThat(tenant.total()).isEqualTo(before);
    }

    @Test
    void a_form_has_members_in_brackets_and_may_have_empty_properties_too() {
        var created = bare().form("name=Acme&metadata[plan]=gold&metadata%5Bold%5D=&sms_enabled=0&taxes[]=")
                .post("/customers");

        assertStatus(created, 201).body("metadata", equalTo(Map.of("plan", "gold")));
        assertInvalid(bare().form("name=A&metadata=x&metadata[a]=b").post("/customers"), "metadata");
        assertInvalid(bare().form("name=A&metadata[a]=b&metadata=").post("/customers"), "metadata");
        assertInvalid(bare().form("name[a]=A").post("/customers"), "name");
        assertInvalid(tenant.form("name=A&metadata[a]=b").post("/customers"), "metadata");
    }

    @Test
    void a_balance_has_what_is_open_and_what_is_credit() {
        long owes = tenant.customer("Owes");
        long isOwed = tenant.customer("Is owed");
        book(owes, "12.50", "A");
        book(owes, "-2.5", "B");
        book(isOwed, "-7", "C");

        fetched("/customers/" + owes + "/balance")
                .then()
                .body("total_outstanding", equalTo(10))
                .body("available_credits", equalTo(0))
                .body("due_now", equalTo(10))
                .body("past_due", equalTo(false))
                .body("currency", equalTo("usd"))
                .body("history[0].balance", equalTo(10))
                .body("history[1].balance", equalTo(new BigDecimal("12.5")))
                .body("history[0].currency", equalTo("usd"))
                .body("history[0]", hasKey("timestamp"));
        fetched("/customers/" + isOwed + "/balance")
                .then()
                .body("total_outstanding", equalTo(0))
                .body("available_credits", equalTo(7));
    }

    @Test
    void a_portal_user_is_an_object_with_its_contacts() {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia", "email", "tia@example.com"));

        assertStatus(bare().json("{\"email\": \"tia@example.com\"}").put("/portal_users/u"), 201)
                .body("object", equalTo("portal_user"))
                .body("contacts[0].object", equalTo("contact"));
        assertThat(fetched("/portal_users/u/customers").jsonPath().getList("id", Long.class))
                .containsExactly(id);
    }

    @Test
    void errors_are_the_same() {
        assertThat(bare().request().get("/customers/0").asString())
                .isEqualTo(tenant.request().get("/customers/0").asString());
    }

    @Test
    void a_parameter_that_is_neither_is_refused_before_anything_is_done() {
        long id = tenant.customer("Acme");

        for (var wrong : List.of("", "2", "no", "Yes")) {
            assertInvalid(tenant.request().get("/customers?envelope=" + wrong), "envelope");
            assertInvalid(tenant.request().delete("/customers/{id}?envelope=" + wrong, id), "envelope");
        }
        assertInvalid(tenant.request().get("/customers?envelope=0&envelope=1"), "envelope");
        assertStatus(tenant.fetched(id), 200);
    }

    @Test
    void a_request_that_is_sent_again_gets_its_first_answer_and_never_one_of_the_other_representation() {
        var first = keyed(tenant, "/customers?envelope=0");

        for (var same : List.of("/customers?envelope=0", "/customers?envelope=false")) {
            assertThat(keyed(tenant, same).asString()).isEqualTo(first.asString());
        }
        assertThat(keyed(bare(), "/customers").asString()).isEqualTo(first.asString());
        assertStatus(keyed(tenant, "/customers"), 422);
    }

    @Test
    void metadata_that_means_the_same_is_the_same_request() {
        var retries = List.of(
                bare().json("{\"name\": \"A\", \"metadata\": {\"a\": \"b\", \"c\": null}}"),
                bare().json("{\"metadata\": {\"c\": \"\", \"a\": \"b\"}, \"name\": \"A\"}"),
                bare().form("name=A&metadata[a]=b&metadata[c]="));

        var answers = retries.stream().map(retry -> retry.header("Idempotency-Key", "same")
                .post("/customers")
                .asString());

        assertThat(answers.distinct()).hasSize(1);
    }

    @Test
    void what_kind_an_object_is_may_be_sent_back_or_left_empty() {
        long id = tenant.customer("Acme");
        assertStatus(bare().json("{\"name\": \"A\", \"object\": null}").post("/customers"), 201);
        assertStatus(bare().json("{\"object\": \"customer\"}").patch("/customers/{id}", id), 200);
        assertStatus(
                bare().json("{\"amount\": 1, \"reference\": \"A\", \"object\": \"balance_entry\"}")
                        .post("/customers/{id}/balance_entries", id),
                201);
        assertStatus(
                bare().json("{\"email\": \"a@example.com\", \"object\": \"portal_user\"}")
                        .put("/portal_users/u"),
                201);
        assertInvalid(bare().json("{\"object\": \"contact\"}").patch("/customers/{id}", id), "object");
    }

    @Test
    void an_empty_text_clears_a_property_as_null_does() {
        long id = tenant.customer(Map.of("name", "Acme", "email", "a@example.com", "city", "Paris"));

        assertStatus(bare().json("{\"email\": \"\", \"city\": \"\"}").patch("/customers/{id}", id), 200)
                .body("email", nullValue())
                .body("city", nullValue());
        assertInvalid(bare().json("{\"name\": \"\"}").patch("/customers/{id}", id), "name");
        assertStatus(
                        bare().json("{\"name\": \"B\", \"number\": \"\", \"email\": \"\"}")
                                .post("/customers"),
                        201)
                .body("number", equalTo("CUST-0002"));
        assertStatus(bare().json("[]").patch("/customers/{id}", id), 200);
        assertStatus(tenant.json("{\"city\": \"\"}").patch("/customers/{id}", id), 200);
        tenant.fetched(id).then().body("customer.city", equalTo(""));
    }

    @Test
    void a_boolean_that_is_null_is_left_alone() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia", "primary", true));

        var path = "/customers/" + id + "/contacts/" + contact;
        assertStatus(
                        bare().json("{\"name\": \"Ann\", \"primary\": null, \"sms_enabled\": null}")
                                .patch(path),
                        200)
                .body("primary", equalTo(true));
        assertStatus(bare().form("name=Ann&primary=").patch(path), 200).body("primary", equalTo(true));
        assertStatus(bare().json("{\"primary\": false}").patch(path), 200).body("primary", equalTo(false));
        assertStatus(bare().json("{\"name\": \"B\", \"primary\": null}").post("/customers/{id}/contacts", id), 201)
                .body("primary", equalTo(false));
    }

    @Test
    void a_portal_user_is_not_stored_if_the_list_of_contacts_is_refused() {
        assertInvalid(
                bare().json("{\"email\": \"a@example.com\"}").put("/portal_users/u?metadata[{key}]=x", "\u0000"),
                "metadata[\u0000]");

        assertStatus(tenant.request().get("/portal_users/u"), 404);
    }

    @Test
    void pretty_json_is_indented() {
        long id = tenant.customer("Acme");

        assertThat(fetched("/customers/" + id + "?pretty=1").asString()).startsWith("{\n  \"created_at\" : ");
    }

    @Test
    void a_precondition_is_the_same_in_both() {
        long id = tenant.customer("Acme");
        var tag = tenant.fetched(id).header("ETag");

        assertThat(fetched("/customers/" + id).header("ETag")).isEqualTo(tag);
        assertStatus(bare().json("{\"name\": \"B\"}").header("If-Match", tag).patch("/customers/{id}", id), 200);
    }

    @Test
    void metadata_is_explained_to_callers_of_the_other_representation() {
        assertStatus(tenant.request().get("/customers?metadata[plan]=gold"), 400)
                .body("param", equalTo("metadata[plan]"))
                .body("message", containsString("envelope=0"));
        assertStatus(tenant.json("{\"name\": \"A\", \"metadata\": {}}").post("/customers"), 400)
                .body("message", containsString("envelope=0"));
    }

    private Tenant bare() {
        return tenant.bare();
    }

    private Response fetched(String path) {
        var answer = tenant.request().get(path + (path.contains("?") ? "&" : "?") + "envelope=0");
        assertStatus(answer, 200);
        return answer;
    }

    private static Response keyed(Tenant caller, String path) {
        return caller.json("{\"name\": \"Keyed\"}")
                .header("Idempotency-Key", "k")
                .post(path);
    }

    private void book(long customer, String amount, String reference) {
        var body = "{\"amount\": " + amount + ", \"reference\": \"" + reference + "\"}";
        assertStatus(tenant.json(body).post("/customers/{id}/balance_entries", customer), 201);
    }
}
