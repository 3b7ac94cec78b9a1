package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's section "Bodies", and what all answers share. */
@ServiceTest
class BodiesTest {

    private final Tenant tenant = Tenant.create();
    private long customer;

    @BeforeEach
    void a_customer() {
        customer = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=UTF-8",
                "application/json;charset=utf-8",
                "Application/JSON",
                "application/json; charset=\"utf-8\""
            })
    void json_is_read_with_and_without_a_charset(String contentType) {
        assertCreated("Söhne", contentType, "{\"name\":\"Söhne\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void json_in_another_charset_is_read_when_it_is_named_and_refused_when_it_is_not() {
        var latin1 = "{\"name\":\"Söhne\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertCreated("Söhne", "application/json; charset=ISO-8859-1", latin1);
        assertStatus(tenant.json(latin1).post("/customers"), 400);
    }

    @Test
    void in_a_form_an_empty_value_means_null() {
        assertStatus(form("city="), 200);

        fetched().then().body("customer.city", nullValue());
    }

    @Test
    void a_form_leaves_alone_what_it_does_not_name() {
        assertStatus(form("state=CA"), 200);

        fetched().then().body("customer.city", equalTo("Hill Valley")).body("customer.state", equalTo("CA"));
    }

    @Test
    void a_form_is_percent_encoded_utf_8_with_plus_for_a_space() {
        assertStatus(form("name=A+%26+S%C3%B6hne+%F0%9F%A6%8A%3D%2B"), 200);

        fetched().then().body("customer.name", equalTo("A & Söhne 🦊=+"));
    }

    @Test
    void a_form_may_say_the_same_twice_but_not_two_different_things() {
        assertStatus(form("city=X&city=X"), 200);

        assertInvalid(form("city=X&city=Y"), "city");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=%", "name=%C3", "name=%zz", "name=%ff%fe", "%=x", "name=%ED%A0%80"})
    void a_form_with_broken_encoding_answers_400(String form) {
        assertRefused(form(form), 400);
    }

    @Test
    void numbers_in_a_form_are_text_where_the_property_is_text() {
        assertStatus(form("postal_code=94523&phone=0&state=true&city=null"), 200);

        fetched()
                .then()
                .body("customer.postal_code", equalTo("94523"))
                .body("customer.phone", equalTo("0"))
                .body("customer.state", equalTo("true"))
                .body("customer.city", equalTo("null"));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "1,true", "false,false", "0,false", "'',false"})
    void booleans_in_a_form_are_true_false_1_and_0(String sent, boolean stored) {
        var path = "/customers/" + customer + "/contacts";

        assertStatus(tenant.form("name=Tia&primary=" + sent).post(path), 201).body("contact.primary", equalTo(stored));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "2", "%20", "null", "on"})
    void any_other_boolean_in_a_form_answers_400(String sent) {
        assertInvalid(tenant.form("name=Tia&primary=" + sent).post("/customers/" + customer + "/contacts"), "primary");
    }

    @Test
    void a_fetched_customer_can_be_sent_back_as_a_form() {
        var whole = fetched().jsonPath().<String, Object>getMap("customer");
        var request = tenant.request();
        whole.forEach((name, value) -> request.formParam(name, value == null ? "" : value));

        assertStatus(request.patch("/customers/{id}", customer), 200);

        assertThat(fetched().jsonPath().<String, Object>getMap("customer")).isEqualTo(whole);
    }

    @Test
    void an_empty_form_changes_nothing() {
        assertStatus(form(""), 200);

        fetched().then().body("customer.updated_at", nullValue());
    }

    @Test
    void answers_are_compact_unless_pretty_is_asked_for() {
        var compact = fetched().asString();
        var pretty = tenant.request().get("/customers/{id}?pretty=1", customer);

        assertThat(compact).doesNotContain("\n", "\": ");
        assertThat(pretty.asString()).startsWith("{\n  \"customer\" : {\n    \"created_at\" : ");
        assertThat(pretty.jsonPath().getMap("customer"))
                .isEqualTo(fetched().jsonPath().getMap("customer"));
        assertThat(tenant.request().get("/customers/{id}?pretty=0", customer).asString())
                .isEqualTo(compact);
        assertThat(tenant.request().get("/customers?pretty=1").asString()).contains("\n");
        assertThat(tenant.json("{}").patch("/customers/{id}?pretty=1", customer).asString())
                .isEqualTo("{\n  \"success\" : true\n}");
    }

    @Test
    void a_sane_request_id_comes_back_and_any_other_is_replaced() {
        for (var sane :
                List.of("abc", "8f9e0c1a-77aa-4f7e-b9c1-1f5b3a0d2c4e", "Root=1-67891233-abcdef012345678912345678")) {
            assertThat(requestId(sane)).isEqualTo(sane);
        }
        for (var other : List.of("", "a b", "a".repeat(129), "<script>", "a;b", "ä")) {
            assertThat(requestId(other)).isNotEqualTo(other).matches("[0-9a-f-]{36}");
        }
        assertThat(fetched().header("X-Request-Id")).isNotEqualTo(fetched().header("X-Request-Id"));
    }

    @Test
    void return_minimal_and_unknown_preferences_are_answered_as_if_nothing_was_preferred() {
        for (var preference : List.of("return=minimal", "return=minimal, return=representation", "x", "", "return")) {
            var answer = tenant.json("{}").header("Prefer", preference).patch("/customers/{id}", customer);

            assertThat(answer.asString()).isEqualTo("{\"success\":true}");
            assertThat(answer.header("Preference-Applied")).isNull();
        }
    }

    @Test
    void expand_knows_nothing_on_customers() {
        for (var answer : List.of(
                tenant.request().get("/customers?expand=contacts"),
                tenant.request().get("/customers/{id}?expand=customer", customer),
                tenant.json("{\"name\":\"x\"}").post("/customers?expand=x"),
                tenant.json("{}").patch("/customers/{id}?expand=x", customer))) {
            assertInvalid(answer, "expand");
        }
    }

    @Test
    void expand_is_looked_at_once_the_caller_may_use_the_operation() {
        assertStatus(given().get("/customers?expand=x"), 401);
        var reader = Tenant.key(tenant.id(), "read");
        assertStatus(Tenant.json(reader, "{}").patch("/customers/{id}?expand=x", customer), 403);
    }

    private void assertCreated(String name, String contentType, byte[] body) {
        var created = tenant.request().contentType(contentType).body(body).post("/customers");
        assertStatus(created, 201).body("customer.name", equalTo(name));
    }

    private String requestId(String sent) {
        return tenant.request()
                .header("X-Request-Id", sent)
                .get("/customers/{id}", customer)
                .header("X-Request-Id");
    }

    private Response form(String body) {
        return tenant.form(body).patch("/customers/" + customer);
    }

    private Response fetched() {
        return tenant.fetched(customer);
    }

    @Test
    void json_may_begin_with_a_byte_order_mark() {
        assertCreated("Acme", "application/json", "\uFEFF{\"name\": \"Acme\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_expanded_object_can_be_sent_back_and_its_id_has_to_be_right() {
        long customer = tenant.customer("Acme");
        long other = tenant.customer("Other");
        long contact = tenant.contact(customer, Map.of("name", "Tia"));
        var path = "/customers/" + customer + "/contacts/" + contact;
        var expanded =
                tenant.request().get(path + "?expand=customer").jsonPath().getMap("contact");

        assertStatus(tenant.json(expanded).patch(path), 200);

        expanded.put("customer", Map.of("id", other));
        assertInvalid(tenant.json(expanded).patch(path), "customer");
        expanded.put("customer", Map.of("name", "Acme"));
        assertInvalid(tenant.json(expanded).patch(path), "customer");
    }

    @Test
    void an_empty_text_is_no_address_anywhere() {
        long customer = tenant.customer("Acme");

        for (var address : new String[] {"", "a\u200bb@c.example", "a@1.2.3.4"}) {
            var body = Map.of("name", "Tia", "email", address);
            assertInvalid(tenant.json(body).post("/customers"), "email");
            assertInvalid(tenant.json(body).post("/customers/{id}/contacts", customer), "email");
            assertInvalid(tenant.json(Map.of("email", address)).put("/portal_users/u"), "email");
        }
        assertInvalid(tenant.json(Map.of("name", "\u3164")).post("/customers"), "name");
    }

    @Test
    void of_several_broken_rules_the_one_named_is_always_the_same() {
        var messages = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            messages.add(tenant.json("{\"name\": \"Acme\", \"email\": \"" + "\\u0001".repeat(300) + "\"}")
                    .post("/customers")
                    .jsonPath()
                    .getString("message"));
        }
        assertThat(messages).hasSize(1);
    }

    @Test
    void of_several_wrong_members_or_parameters_the_one_named_does_not_depend_on_their_order() {
        for (var body : List.of("{\"name\": 1, \"email\": 2}", "{\"email\": 2, \"name\": 1}")) {
            assertInvalid(tenant.json(body).post("/customers"), "email");
        }
        for (var body : List.of("{\"zz\": 1, \"aa\": 2}", "{\"aa\": 2, \"zz\": 1}")) {
            assertInvalid(tenant.json(body).post("/customers"), "aa");
        }
        for (var query : List.of("filter[id]=x&filter[zz]=1", "filter[zz]=1&filter[id]=x")) {
            assertInvalid(tenant.request().get("/customers?" + query), "filter[id]");
        }
    }

    @Test
    void a_read_only_number_is_text_in_a_form_alone() {
        long id = tenant.customer("Acme");

        assertInvalid(tenant.json("{\"balance\": \"0\"}").patch("/customers/{id}", id), "balance");
        assertStatus(tenant.json("{\"id\": \"" + id + "\"}").patch("/customers/{id}", id), 400);
        assertInvalid(tenant.form("balance=0.00&id=" + id + "&created_at=").patch("/customers/{id}", id), "created_at");
        assertStatus(tenant.form("balance=0.00&id=" + id).patch("/customers/{id}", id), 200);
    }
}
