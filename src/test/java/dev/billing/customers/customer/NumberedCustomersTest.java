package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PUT /customers/by_number/:number}: one request for callers that know the number and not whether there is such a customer. */
@ServiceTest
class NumberedCustomersTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void the_first_put_creates_the_customer_and_the_next_edits_what_was_sent() {
        var created = put("ERP 7/1", Map.of("name", "Acme", "city", "Paris"));
        assertStatus(created, 201).body("customer.number", equalTo("ERP 7/1")).body("customer.updated_at", nullValue());
        long id = created.jsonPath().getLong("customer.id");
        assertThat(created.header("Location")).endsWith("/customers/" + id).doesNotContain("by_number");
        assertThat(tenant.request().get(created.header("Location")).header("ETag"))
                .isEqualTo(created.header("ETag"));

        var edited = put("ERP 7/1", Map.of("city", "Lyon"));

        assertStatus(edited, 200)
                .body("customer.id", equalTo((int) id))
                .body("customer.name", equalTo("Acme"))
                .body("customer.city", equalTo("Lyon"));
        assertThat(edited.header("ETag")).isNotEqualTo(created.header("ETag"));
        assertThat(edited.header("Preference-Applied")).isNull();
        assertThat(tenant.total()).isEqualTo(1);
    }

    @Test
    void a_put_that_changes_nothing_leaves_no_version_and_no_event() {
        var created = put("N-1", Map.of("name", "Acme"));
        var whole = created.jsonPath().getMap("customer");

        for (var same : List.of(Map.of(), Map.of("name", "Acme", "number", "N-1"), whole)) {
            var answer = put("N-1", same);
            assertStatus(answer, 200);
            assertThat(answer.asString()).isEqualTo(created.asString());
            assertThat(answer.header("ETag")).isEqualTo(created.header("ETag"));
        }

        assertThat(TestDatabase.number("select count(*) from event where business_id = ?", tenant.id()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contacts",
                "stripe_customer",
                "balance",
                "events",
                "restore",
                "by_number",
                "1",
                "a/b",
                "50%",
                "a+b",
                "Söhne 🦊",
                "a;b=c",
                "?#&",
                "…",
                "%2F"
            })
    void any_number_can_be_in_the_path(String number) {
        assertStatus(put(number, Map.of("name", "Acme")), 201).body("customer.number", equalTo(number));
        assertStatus(put(number, Map.of("name", "Acme")), 200).body("customer.number", equalTo(number));
    }

    @Test
    void a_number_that_cannot_be_one_is_refused_as_in_a_body() {
        for (var number : List.of("%20", "%00", "a%0Ab", "x".repeat(256), "%E2%80%83")) {
            assertInvalid(raw(number, "{\"name\": \"Acme\"}"), "number");
        }
        assertStatus(raw("%ff", "{\"name\": \"Acme\"}"), 404);
        assertStatus(raw("x".repeat(255), "{\"name\": \"Acme\"}"), 201);
        assertThat(tenant.total()).isEqualTo(1);
    }

    @Test
    void a_number_in_the_body_must_be_the_one_of_the_path() {
        for (var body : List.of(
                "{\"name\":\"A\",\"number\":\"N-2\"}",
                "{\"name\":\"A\",\"number\":null}",
                "{\"name\":\"A\",\"number\":1}")) {
            assertInvalid(raw("N-1", body), "number");
        }
        assertStatus(raw("N-1", "{\"name\":\"A\",\"number\":\"N-1\"}"), 201);
        assertInvalid(raw("N-1", "{\"number\":\"n-1\"}"), "number");
    }

    @Test
    void a_new_customer_needs_what_a_create_needs_and_an_edit_what_an_edit_needs() {
        assertInvalid(raw("N-1", "{}"), "name");
        assertInvalid(raw("N-1", "{\"name\":\"A\",\"balance\":0}"), "balance");
        assertInvalid(raw("N-1", "{\"name\":null}"), "name");
        assertStatus(raw("N-1", "{\"name\":\"A\"}"), 201);
        assertInvalid(raw("N-1", "{\"balance\":1}"), "balance");
        assertInvalid(raw("N-1", "{\"name\":null}"), "name");
        assertInvalid(raw("N-1", "{\"nam\":1}"), "nam");
        assertStatus(raw("N-1", "{\"balance\":0}"), 200);
    }

    @Test
    void of_many_at_once_with_a_new_number_one_creates_and_the_others_edit() throws Exception {
        var calls = new ArrayList<Callable<Response>>();
        IntStream.range(0, 12)
                .forEach(n -> calls.add(() -> {
                    var request = tenant.json(Map.of("name", "Acme " + n));
                    return (n % 3 == 0 ? request.header("Idempotency-Key", "k-" + n) : request)
                            .put("/customers/by_number/N-1");
                }));

        var statuses = atOnce(calls).stream().map(Response::statusCode).sorted().toList();

        assertThat(statuses.get(11)).isEqualTo(201);
        assertThat(statuses.subList(0, 11)).containsOnly(200);
        assertThat(tenant.total()).isEqualTo(1);
    }

    @Test
    void while_others_create_delete_and_rename_the_customer_a_put_is_never_refused_for_the_number() throws Exception {
        var calls = new ArrayList<Callable<Response>>();
        for (int n = 0; n < 6; n++) {
            calls.add(() -> {
                Response last = null;
                for (int round = 0; round < 6; round++) {
                    last = put("N-1", Map.of("name", "Acme"));
                    assertThat(last.statusCode()).as(last.asString()).isIn(200, 201, 409);
                    long id = last.statusCode() == 409 ? 1 : last.jsonPath().getLong("customer.id");
                    if (round % 2 == 0) {
                        tenant.request().delete("/customers/{id}", id);
                    } else {
                        tenant.json(Map.of("number", "R-" + id)).patch("/customers/{id}", id);
                    }
                }
                return last;
            });
        }

        atOnce(calls);
    }

    @Test
    void the_number_of_a_deleted_customer_is_free() {
        long first = put("N-1", Map.of("name", "Acme")).jsonPath().getLong("customer.id");
        tenant.request().delete("/customers/{id}", first);

        var second = put("N-1", Map.of("name", "Acme"));

        assertStatus(second, 201).body("customer.id", not(equalTo((int) first)));
    }

    @Test
    void sent_again_with_its_key_it_has_the_first_answer() {
        var first = keyed("Acme").put("/customers/by_number/N-1");
        var again = keyed("Acme").put("/customers/by_number/N-1");

        assertStatus(again, 201).header("Idempotency-Replayed", "true").header("Location", first.header("Location"));
        assertThat(again.asString()).isEqualTo(first.asString());
        assertRefused(keyed("Other").put("/customers/by_number/N-1"), 422);
        assertRefused(keyed("Acme").put("/customers/by_number/N-2"), 422);
    }

    @Test
    void if_match_and_if_none_match_say_what_must_be_there() {
        var path = "/customers/by_number/N-1";
        for (var tag : List.of("*", "\"x\"")) {
            assertFailed(named().header("If-Match", tag).put(path), "If-Match");
        }
        assertInvalid(named().header("If-None-Match", "x").put(path), "If-None-Match");
        assertThat(tenant.total()).isZero();

        var tag = named().header("If-None-Match", "*").put(path).header("ETag");

        assertFailed(named().header("If-None-Match", "*").put(path), "If-None-Match");
        assertFailed(named().header("If-None-Match", tag).put(path), "If-None-Match");
        assertFailed(named().header("If-Match", "\"x\"").put(path), "If-Match");
        assertStatus(named().header("If-Match", tag).put(path), 200).header("ETag", tag);
        assertStatus(named().header("If-None-Match", "\"x\"").put(path), 200);
    }

    @Test
    void forms_and_the_bare_representation_do_the_same() {
        assertStatus(tenant.form("name=Acme&city=").put("/customers/by_number/N-1"), 201);
        var bare = tenant.bare();

        assertStatus(bare.json(Map.of("metadata", Map.of("plan", "gold"))).put("/customers/by_number/N-1"), 200)
                .body("object", equalTo("customer"))
                .body("metadata.plan", equalTo("gold"))
                .body("name", equalTo("Acme"));
        assertStatus(tenant.json("{}").header("Prefer", "return=representation").put("/customers/by_number/N-1"), 200)
                .header("Preference-Applied", "return=representation")
                .body("customer", not(hasKey("metadata")));
    }

    @Test
    void a_key_that_may_only_read_puts_nothing_and_other_methods_are_not_there() {
        var reader = Tenant.key(tenant.id(), "read");
        assertStatus(Tenant.json(reader, Map.of("name", "A")).put("/customers/by_number/N-1"), 403);
        assertStatus(tenant.request().get("/customers/by_number/N-1"), 405).header("Allow", "OPTIONS, PUT");
        assertStatus(tenant.request().get("/customers/by_number/contacts"), 405).header("Allow", "OPTIONS, PUT");
    }

    @Test
    void other_businesses_have_numbers_of_their_own() {
        put("N-1", Map.of("name", "Acme"));

        assertStatus(Tenant.create().json(Map.of("name", "Other")).put("/customers/by_number/N-1"), 201);
    }

    private static void assertFailed(Response answer, String header) {
        assertRefused(answer, 412).body("param", equalTo(header));
    }

    private RequestSpecification named() {
        return tenant.json(Map.of("name", "Acme"));
    }

    private RequestSpecification keyed(String name) {
        return tenant.json(Map.of("name", name)).header("Idempotency-Key", "one");
    }

    private Response put(String number, Map<?, ?> body) {
        var segment = URLEncoder.encode(number, StandardCharsets.UTF_8).replace("+", "%20");
        return tenant.json(body).urlEncodingEnabled(false).put("/customers/by_number/" + segment);
    }

    private Response raw(String segment, String body) {
        return tenant.json(body).urlEncodingEnabled(false).put("/customers/by_number/" + segment);
    }
}
