package dev.billing.customers.error;

import static dev.billing.customers.support.Answers.assertStatus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.SpecifiedProperties.Specified;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the contract's section "Errors", row by row. The last row is in DatabaseAwayTest. */
@ServiceTest
class ErrorsTest {

    private static final String MIB_OF_TEXT = "a".repeat(1 << 20);

    /** 254 characters. */
    private static final String LONGEST_EMAIL =
            "a".repeat(64) + "@" + "b".repeat(61) + ("." + "c".repeat(63)).repeat(2);

    private final Tenant tenant = Tenant.create();
    private long customer;
    private long contact;

    @BeforeEach
    void a_customer_and_a_contact() {
        customer = tenant.customer(Map.of("name", "Acme", "number", "A-1"));
        contact = tenant.contact(customer, Map.of("name", "Tia"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{", "{\"name\":", "{\"name\":\"Acme\"",
                "nul", "{'name':'x'}", "{\"name\":\"a\"}}", "{\"name\":\"a\tb\"}",
                "{\"name\":\"a\",\"name\":\"b\"}", "\u0000", "{\"name\":\"\\ud8\"}", "{\"balance\":01}",
                "{\"name\":NaN}"
            })
    void unreadable_json_answers_400(String body) {
        everywhere(body).forEach(answer -> assertError(answer, 400, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"name\"", "true", "[{\"name\":\"Acme\"}]"})
    void json_that_is_no_object_answers_400(String body) {
        everywhere(body).forEach(answer -> assertError(answer, 400, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "{}", "[]", "[\"Acme\"]", "1.5", "1e400"})
    void a_value_of_the_wrong_type_answers_400_and_names_the_property(String value) {
        everywhere("{\"name\":" + value + "}").forEach(answer -> assertError(answer, 400, "name"));
        everywhere("{\"name\":\"Acme\",\"email\":" + value + "}").forEach(answer -> assertError(answer, 400, "email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "\"true\"", "\"\"", "{}", "[true]"})
    void in_json_a_boolean_is_true_or_false_and_nothing_else(String value) {
        var body = "{\"name\":\"Tia\",\"primary\":" + value + "}";
        assertError(tenant.json(body).post("/customers/{id}/contacts", customer), 400, "primary");
        assertError(tenant.json(body).patch("/customers/{id}/contacts/{c}", customer, contact), 400, "primary");
    }

    @Test
    void an_unknown_property_in_a_body_answers_400_and_is_named() {
        everywhere("{\"name\":\"Acme\",\"nam\":1}").forEach(answer -> assertError(answer, 400, "nam"));
        everywhere("{\"name\":\"Acme\",\"Name\":1}").forEach(answer -> assertError(answer, 400, "Name"));
        everywhere("{\"name\":\"Acme\",\"\":1}").forEach(answer -> assertError(answer, 400, ""));
        everywhere("{\"name\":\"Acme\",\"business_id\":1}").forEach(answer -> assertError(answer, 400, "business_id"));
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#readOnlyOfCustomers")
    void a_read_only_property_of_a_new_customer_answers_400_unless_it_is_null(String property) {
        for (var value : List.of("0", "15444", "\"\"", "\"x\"", "true", "{}", "[]", "1e999999999")) {
            var body = "{\"name\":\"Acme\",\"" + property + "\":" + value + "}";
            assertError(tenant.json(body).post("/customers"), 400, property);
        }
        assertStatus(
                tenant.json("{\"name\":\"Acme\",\"" + property + "\":null}").post("/customers"), 201);
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#readOnlyOfCustomers")
    void a_read_only_property_that_differs_from_the_stored_one_answers_400_and_an_equal_one_is_accepted(
            String property) {
        for (var value :
                List.of("15", "1.5", "\"x\"", "false", "1e999999999", "1e-999999999", "99999999999999999999")) {
            var body = "{\"" + property + "\":" + value + "}";
            assertError(tenant.json(body).patch("/customers/{id}", customer), 400, property);
        }
        var stored = tenant.fetched(customer).<Object>path("customer." + property);
        assertStatus(tenant.json("{\"" + property + "\":" + stored + "}").patch("/customers/{id}", customer), 200);
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#readOnlyOfContacts")
    void the_same_holds_for_the_read_only_properties_of_a_contact(String property) {
        var body = "{\"name\":\"Tia\",\"" + property + "\":15}";
        assertError(tenant.json(body).post("/customers/{id}/contacts", customer), 400, property);
        assertError(tenant.json(body).patch("/customers/{id}/contacts/{c}", customer, contact), 400, property);
        var stored = tenant.request()
                .get("/customers/{id}/contacts/{c}", customer, contact)
                .<Object>path("contact." + property);
        var request = tenant.json("{\"" + property + "\":" + stored + "}");
        assertStatus(request.patch("/customers/{id}/contacts/{c}", customer, contact), 200);
    }

    @Test
    void a_new_contacts_customer_must_be_the_one_of_the_path() {
        long other = tenant.customer("Other");
        var request = tenant.json(Map.of("name", "Tia", "customer", other));
        assertError(request.post("/customers/{id}/contacts", customer), 400, "customer");
        assertStatus(
                tenant.json(Map.of("name", "Tia", "customer", customer)).post("/customers/{id}/contacts", customer),
                201);
    }

    @Test
    void a_name_that_is_missing_null_or_blank_on_create_answers_400() {
        for (var body :
                List.of("{}", "{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\"  \"}", "{\"name\":\"\\u2003\"}")) {
            assertError(tenant.json(body).post("/customers"), 400, "name");
            assertError(tenant.json(body).post("/customers/{id}/contacts", customer), 400, "name");
        }
        assertError(tenant.request().formParam("name", "").post("/customers"), 400, "name");
        assertError(tenant.request().formParam("city", "x").post("/customers"), 400, "name");
    }

    @Test
    void a_name_that_is_null_or_blank_on_edit_answers_400() {
        for (var body : List.of("{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\" \"}")) {
            assertError(tenant.json(body).patch("/customers/{id}", customer), 400, "name");
            assertError(tenant.json(body).patch("/customers/{id}/contacts/{c}", customer, contact), 400, "name");
        }
        assertError(tenant.request().formParam("name", "").patch("/customers/{id}", customer), 400, "name");
    }

    @Test
    void a_number_that_is_blank_or_that_an_edit_clears_answers_400() {
        assertError(tenant.json("{\"name\":\"x\",\"number\":\" \"}").post("/customers"), 400, "number");
        assertError(tenant.json("{\"number\":null}").patch("/customers/{id}", customer), 400, "number");
        assertError(tenant.json("{\"number\":\"\"}").patch("/customers/{id}", customer), 400, "number");
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#textsOfCustomers")
    void text_longer_than_its_column_answers_400_and_text_that_just_fits_is_stored(Specified text) {
        var property = text.name();
        var fits = property.equals("email") ? LONGEST_EMAIL : "🦊".repeat(text.maxLength());

        assertError(tenant.json(Map.of(property, fits + "x")).patch("/customers/{id}", customer), 400, property);

        assertStatus(tenant.json(Map.of(property, fits)).patch("/customers/{id}", customer), 200);
        assertThat(tenant.fetched(customer).<String>path("customer." + property))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "@", "a@", "@b.example", "a b@c.example", "a@b@c.example", "", " ", "a@b..example"})
    void an_email_that_is_none_answers_400(String email) {
        var body = Map.of("name", "Acme", "email", email);
        if (!email.isEmpty()) {
            everywhere(body).forEach(answer -> assertError(answer, 400, "email"));
        }
        var request = tenant.json(Map.of("name", "x", "email", "a@" + "b".repeat(255)));
        assertError(request.post("/customers"), 400, "email");
    }

    @ParameterizedTest
    @MethodSource("dev.billing.customers.support.SpecifiedProperties#textsOfCustomers")
    void control_characters_and_halves_of_characters_answer_400_in_every_text(Specified specified) {
        var property = specified.name();
        for (var text :
                List.of("a\\u0000b", "a\\u0007", "\\u001b[31m", "a\\u007f", "a\\u0085b", "\\ud83e", "\\udd8a\\ud83e")) {
            var body = "{\"name\":\"Acme\",\"" + property + "\":\"" + text + "\"}";
            if (property.equals("name")) {
                body = "{\"name\":\"" + text + "\"}";
            }
            assertError(tenant.json(body).post("/customers"), 400, property);
            assertError(tenant.json(body).patch("/customers/{id}", customer), 400, property);
        }
        if (!property.equals("notes")) {
            assertError(tenant.json(Map.of(property, "a\nb")).patch("/customers/{id}", customer), 400, property);
        }
    }

    @Test
    void a_number_already_used_in_this_business_answers_400() {
        assertError(tenant.json(Map.of("name", "x", "number", "A-1")).post("/customers"), 400, "number");
        long other = tenant.customer("Other");
        assertError(tenant.json(Map.of("number", "A-1")).patch("/customers/{id}", other), 400, "number");
        Tenant.create().customer(Map.of("name", "x", "number", "A-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "multipart/form-data",
                "application/octet-stream",
                "*/*",
                "application/json; charset=nonsense",
                "nonsense"
            })
    void a_body_neither_json_nor_form_encoded_answers_415(String contentType) {
        var request =
                tenant.request().contentType(contentType).body("{\"name\":\"Acme\"}".getBytes(StandardCharsets.UTF_8));

        assertError(request.post("/customers"), 415, null);
        assertError(request.patch("/customers/" + customer), 415, null);
        assertError(request.post("/customers/" + customer + "/contacts"), 415, null);
        assertError(request.patch("/customers/" + customer + "/contacts/" + contact), 415, null);
    }

    @Test
    void a_body_over_1_MiB_answers_413_and_one_of_1_MiB_is_read() {
        var tooLarge = "{\"name\":\"Acme\"}" + MIB_OF_TEXT;
        everywhere(tooLarge).forEach(answer -> assertError(answer, 413, null));
        assertError(tenant.form("name=" + MIB_OF_TEXT).post("/customers"), 413, null);

        var acme = "{\"name\":\"Acme\"}";
        assertStatus(tenant.json(acme + " ".repeat((1 << 20) - acme.length())).post("/customers"), 201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "abc",
                "1.0",
                "1e3",
                "0x1",
                "01",
                "9223372036854775807",
                "9223372036854775808",
                "1234567890123456789012345678901234567890",
                "%00",
                "%F0%9F%A6%8A",
                "1;drop",
                "1%20",
                "null"
            })
    void an_id_that_is_unknown_no_integer_or_out_of_range_answers_404(String id) {
        var raw = tenant.json("{\"name\":\"x\"}").urlEncodingEnabled(false);
        for (var path : List.of("/customers/" + id, "/customers/" + customer + "/contacts/" + id)) {
            assertError(raw.get(path), 404, null);
            assertError(raw.patch(path), 404, null);
            assertError(raw.delete(path), 404, null);
        }
        assertError(raw.get("/customers/" + id + "/contacts"), 404, null);
        assertError(raw.post("/customers/" + id + "/contacts"), 404, null);
        assertError(raw.get("/customers/" + id + "/contacts/" + contact), 404, null);
    }

    @Test
    void a_contact_of_another_customer_answers_404() {
        long other = tenant.customer("Other");
        var path = "/customers/" + other + "/contacts/" + contact;

        assertError(tenant.request().get(path), 404, null);
        assertError(tenant.json("{\"name\":\"x\"}").patch(path), 404, null);
        assertError(tenant.request().delete(path), 404, null);
        tenant.request()
                .get("/customers/{id}/contacts/{c}", customer, contact)
                .then()
                .body("contact.name", equalTo("Tia"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/customer",
                "/customers/1/invoices",
                "/customers/1/contacts/1/x",
                "/Customers",
                "/q/nothing"
            })
    void an_unknown_path_answers_404(String path) {
        assertError(tenant.request().get(path), 404, null);
        assertError(given().get(path), 404, null);
        assertError(tenant.json("{}").post(path), 404, null);
    }

    @Test
    void a_method_not_allowed_there_answers_405_with_allow() {
        var one = "DELETE, GET, HEAD, OPTIONS, PATCH";
        var many = "GET, HEAD, OPTIONS, POST";

        assertNotAllowed(tenant.json("{}").put("/customers/{id}", customer), one);
        assertNotAllowed(tenant.json("{}").post("/customers/{id}", customer), one);
        assertNotAllowed(tenant.request().delete("/customers"), many);
        assertNotAllowed(tenant.json("{}").patch("/customers"), many);
        assertNotAllowed(tenant.json("{}").put("/customers/{id}/contacts", customer), many);
        assertNotAllowed(tenant.json("{}").put("/customers/{id}/contacts/{c}", customer, contact), one);
        assertNotAllowed(tenant.request().request("TRACE", "/customers"), many);
        assertNotAllowed(tenant.request().request("PROPFIND", "/customers"), many);
    }

    @Test
    void options_answers_what_is_allowed() {
        assertThat(tenant.request().options("/customers").header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void an_answer_that_the_caller_does_not_accept_is_406_in_json() {
        assertError(tenant.request().accept("application/xml").get("/customers"), 406, null);
    }

    @Test
    void errors_are_indented_when_that_is_asked_for() {
        assertThat(tenant.request().get("/customers/0?pretty=1").asString()).startsWith("{\n  \"type\" : ");
        assertThat(tenant.request().get("/nothing?pretty=1").asString()).startsWith("{\n  \"type\" : ");
        assertThat(given().get("/customers?pretty=1").asString()).startsWith("{\n  \"type\" : ");
    }

    @Test
    void what_was_refused_changed_nothing() {
        var before = tenant.fetched(customer).asString();

        tenant.json("{\"city\":\"New\",\"name\":null}").patch("/customers/{id}", customer);
        tenant.json("{\"city\":\"New\",\"nam\":1}").patch("/customers/{id}", customer);
        tenant.json("{\"city\":\"New\",\"balance\":1}").patch("/customers/{id}", customer);

        assertThat(tenant.fetched(customer).asString()).isEqualTo(before);
    }

    /** The answers of every operation that takes a body. */
    private List<Response> everywhere(Object body) {
        var answers = new ArrayList<Response>();
        answers.add(tenant.json(body).post("/customers"));
        answers.add(tenant.json(body).patch("/customers/{id}", customer));
        answers.add(tenant.json(body).post("/customers/{id}/contacts", customer));
        answers.add(tenant.json(body).patch("/customers/{id}/contacts/{c}", customer, contact));
        return answers;
    }

    private static void assertNotAllowed(Response answer, String allowed) {
        assertError(answer, 405, null);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    private static void assertError(Response answer, int status, String param) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        var error = answer.jsonPath().<String, Object>getMap("");
        assertThat(error.get("type")).isEqualTo(status < 500 ? "invalid_request" : "api");
        assertThat((String) error.get("message")).isNotBlank().doesNotContain("Exception", "java.", "select ");
        assertThat(error.get("param")).isEqualTo(param);
        assertThat(error)
                .containsOnlyKeys(param == null ? List.of("type", "message") : List.of("type", "message", "param"));
    }
}
