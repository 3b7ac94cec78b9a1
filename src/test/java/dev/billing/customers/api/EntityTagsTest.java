package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional requests (RFC 9110, section 13), and the row "If-Match that does not match" of the contract's table. */
@ServiceTest
class EntityTagsTest {

    private final Tenant tenant = Tenant.create();
    private String customerPath;
    private String contactPath;

    @BeforeEach
    void a_customer_with_a_contact() {
        long customer = tenant.customer(Map.of("name", "Acme", "notes", "x".repeat(5000)));
        customerPath = "/customers/" + customer;
        contactPath = customerPath + "/contacts/" + tenant.contact(customer, Map.of("name", "Ann"));
    }

    @Test
    void a_tag_is_the_same_however_the_object_is_shown() {
        var tags = List.of(
                tenant.request().get(contactPath).header("ETag"),
                tenant.request().get(contactPath + "?pretty=1").header("ETag"),
                tenant.request().get(contactPath + "?expand=customer").header("ETag"),
                tenant.request()
                        .header("Accept-Encoding", "gzip")
                        .get(contactPath + "?expand=customer")
                        .header("ETag"),
                tenant.request().head(contactPath).header("ETag"));

        assertThat(tags).allMatch(tags.get(0)::equals).allMatch(tag -> tag.matches("\"[!-~&&[^\"]]+\""));
    }

    @Test
    void a_tag_is_the_same_when_the_answer_is_compressed() {
        var notes = Map.of("name", "Long", "notes", "long ".repeat(1000));
        long id = tenant.customer(notes);

        var compressed = tenant.request().header("Accept-Encoding", "gzip").get("/customers/{id}", id);

        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        var plain = tenant.request().header("Accept-Encoding", "identity").get("/customers/{id}", id);
        assertThat(compressed.header("ETag")).isEqualTo(plain.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage %s", "%s garbage", "%s %s"})
    void what_a_caller_has_is_not_guessed_from_a_header_that_cannot_be_read(String header) {
        var tag = tagOf(customerPath);

        assertStatus(ifNoneMatch(customerPath, header.formatted(tag, tag)), 200);
    }

    @Test
    void creates_and_edits_answer_the_tag_that_the_object_has_then() {
        var created = tenant.json("{\"name\": \"New\"}").post("/customers");
        var path = "/customers/" + created.jsonPath().getLong("customer.id");
        assertThat(created.header("ETag")).isEqualTo(tagOf(path));

        var edited = tenant.json("{\"name\": \"Changed\"}").patch(path);
        assertThat(edited.header("ETag")).isEqualTo(tagOf(path)).isNotEqualTo(created.header("ETag"));

        var shown = tenant.json("{\"name\": \"Again\"}")
                .header("Prefer", "return=representation")
                .patch(path);
        assertThat(shown.header("ETag")).isEqualTo(tagOf(path)).isNotEqualTo(edited.header("ETag"));

        var first = tenant.json("{\"name\": \"Bob\"}").post(path + "/contacts");
        assertThat(first.header("ETag"))
                .isEqualTo(tagOf(path + "/contacts/" + first.jsonPath().getLong("contact.id")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "contact"})
    void every_edit_has_another_tag_also_within_one_second(String of) {
        var path = of.equals("customer") ? customerPath : contactPath;

        var tags = IntStream.range(0, 6)
                .mapToObj(n -> tenant.json(Map.of("name", "Name " + n % 2)).patch(path))
                .map(answer -> answer.header("ETag"))
                .toList();

        assertThat(tags).doesNotHaveDuplicates();
    }

    @Test
    void an_edit_that_changes_nothing_leaves_the_tag() {
        var tag = tagOf(customerPath);

        assertThat(tenant.json("{\"name\": \"Acme\"}").patch(customerPath).header("ETag"))
                .isEqualTo(tag);
        assertThat(tagOf(customerPath)).isEqualTo(tag);
    }

    @Test
    void whatever_changes_a_customer_changes_its_tag() {
        var before = tagOf(customerPath);
        book("1", "R-1");
        var moved = tagOf(customerPath);
        book("0", "R-2");
        assertThat(tagOf(customerPath)).isEqualTo(moved).isNotEqualTo(before);

        var tied = tenant.json("{\"id\": \"cus_1\"}").put(customerPath + "/stripe_customer");
        assertThat(tied.header("ETag")).isEqualTo(tagOf(customerPath)).isNotEqualTo(moved);

        tenant.request().delete(customerPath + "/stripe_customer");
        assertThat(tagOf(customerPath)).isNotEqualTo(tied.header("ETag")).isNotEqualTo(moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "\"a,b\" ,W/%s,", "*"})
    void a_caller_that_has_the_version_gets_304_without_a_body(String header) {
        for (var path : List.of(customerPath, contactPath, contactPath + "?pretty=1")) {
            var tag = tagOf(path);
            var answer = ifNoneMatch(path, header.formatted(tag));

            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.body().asString()).isEmpty();
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void a_caller_that_has_another_version_or_none_gets_the_object() {
        var old = tagOf(customerPath);
        tenant.json("{\"name\": \"Changed\"}").patch(customerPath);

        for (var header : List.of(old, "", "x", old.replace("\"", ""), "\"\"")) {
            assertThat(ifNoneMatch(customerPath, header).statusCode()).isEqualTo(200);
        }
        assertThat(ifNoneMatch("/customers/1", "*").statusCode()).isEqualTo(404);
    }

    /** The tag is the contact's, and the customer that is shown inside may have changed. */
    @Test
    void an_answer_with_an_expanded_object_is_never_304() {
        var path = contactPath + "?expand=customer";
        var tag = tagOf(path);
        tenant.json("{\"name\": \"Changed\"}").patch(customerPath);

        var answer = ifNoneMatch(path, tag);

        assertStatus(answer, 200).body("contact.customer.name", equalTo("Changed"));
        assertThat(answer.header("ETag")).isEqualTo(tag);
    }

    @Test
    void a_change_of_another_version_than_the_caller_has_seen_is_412_and_not_made() {
        for (var path : List.of(customerPath, contactPath)) {
            var old = tagOf(path);
            tenant.json("{\"name\": \"Changed\"}").patch(path);

            for (var header : List.of(old, "W/" + old, "\"x\", " + old, "\"\"")) {
                assertRefused(tenant.json("{\"name\": \"Lost\"}")
                        .header("If-Match", header)
                        .patch(path));
                assertRefused(tenant.request().header("If-Match", header).delete(path));
            }
            assertThat(tenant.request().get(path).body().asString()).contains("\"name\":\"Changed\"");
        }
        assertRefused(tenant.json("{\"id\": \"cus_1\"}")
                .header("If-Match", "\"old\"")
                .put(customerPath + "/stripe_customer"));
        assertRefused(tenant.request().header("If-Match", "\"old\"").delete(customerPath + "/stripe_customer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void a_change_of_the_version_that_the_caller_has_seen_is_made(String header) {
        for (var path : List.of(contactPath, customerPath)) {
            var seen = header.formatted(tagOf(path));
            var request = tenant.json("{\"name\": \"Changed\"}").header("If-Match", seen);
            assertStatus(request.patch(path), 200);
            var changed = header.formatted(tagOf(path));
            assertStatus(tenant.request().header("If-Match", changed).delete(path), 204);
        }
    }

    @Test
    void an_object_that_does_not_exist_is_404_whatever_the_caller_expects_of_it() {
        assertStatus(tenant.json("{\"name\": \"x\"}").header("If-Match", "*").patch("/customers/1"), 404);
        assertStatus(tenant.request().header("If-Match", "\"x\"").delete("/customers/1"), 404);
        assertStatus(tenant.request().header("If-Match", "\"x\"").delete(customerPath + "/contacts/1"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "\"a", "a\"", "W/5", "\"a\" b", "*, \"a\"", "\"a\" \"b\""})
    void a_condition_that_cannot_be_read_is_400_and_nothing_is_changed(String header) {
        for (var path : List.of(customerPath, contactPath)) {
            var request = tenant.json("{\"name\": \"Lost\"}").header("If-Match", header);
            assertInvalid(request.patch(path), "If-Match");
            assertStatus(tenant.request().header("If-Match", header).delete(path), 400);
            assertThat(tenant.request().get(path).body().asString()).doesNotContain("Lost");
        }
    }

    @Test
    void of_two_edits_of_one_version_at_once_one_is_made() throws Exception {
        var tag = tagOf(customerPath);
        Callable<Response> edit =
                () -> tenant.json(Map.of("name", Thread.currentThread().getName()))
                        .header("If-Match", tag)
                        .patch(customerPath);

        var statuses = atOnce(Collections.nCopies(8, edit)).stream()
                .map(Response::statusCode)
                .toList();

        assertThat(statuses)
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 412)
                .hasSize(7);
    }

    private void book(String amount, String reference) {
        var request = tenant.json("{\"amount\": " + amount + ", \"reference\": \"" + reference + "\"}");
        assertStatus(request.post(customerPath + "/balance_entries"), 201);
    }

    private String tagOf(String path) {
        return tenant.request().get(path).header("ETag");
    }

    private Response ifNoneMatch(String path, String header) {
        return tenant.request().header("If-None-Match", header).get(path);
    }

    private static void assertRefused(Response answer) {
        assertStatus(answer, 412).body("type", equalTo("invalid_request")).body("param", equalTo("If-Match"));
    }
}
