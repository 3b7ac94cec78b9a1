package dev.billing.customers.error;

import static dev.billing.customers.support.Answers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A body with several faults is refused once, for all of them. */
@ServiceTest
class SeveralFaultsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void all_faults_of_a_new_customer_are_listed_whatever_kind_they_are() {
        var answer = tenant.json("{\"zz\": 1, \"phone\": \"" + "1".repeat(256)
                        + "\", \"email\": \"none\", \"balance\": 5, \"aa\": {\"b\": 1},"
                        + " \"city\": 7, \"updated_at\": \"now\", \"notes\": \"a\\u0000\", \"number\": \" \"}")
                .post("/customers");

        assertListed(answer, "aa", "city", "zz", "email", "notes", "number", "phone", "name", "updated_at", "balance");
        assertThat(answer.jsonPath().getString("errors[1].message")).isEqualTo("'city' must be text.");
        assertThat(answer.jsonPath().getString("errors[7].message")).isEqualTo("'name' must not be null or blank.");
        assertThat(tenant.total()).isZero();
    }

    @Test
    void they_do_not_depend_on_the_order_or_the_format_of_the_body() {
        long customer = tenant.customer("Acme");
        var params = new String[] {"nam", "email", "name"};
        for (var body : List.of(
                "{\"name\": \"\", \"email\": \"x\", \"nam\": \"1\"}",
                "{\"nam\": \"1\", \"email\": \"x\", \"name\": \"\"}")) {
            assertListed(tenant.json(body).post("/customers"), params);
            assertListed(tenant.json(body).patch("/customers/{id}", customer), params);
            assertListed(tenant.json(body).post("/customers/{id}/contacts", customer), params);
            assertListed(tenant.json(body).put("/customers/by_number/N-1"), params);
        }
        assertListed(tenant.form("name=&email=x&nam=1").post("/customers"), params);
    }

    @Test
    void a_single_fault_is_told_as_ever() {
        for (var body : List.of(
                "{}",
                "{\"name\": 1}",
                "{\"name\": \"A\", \"email\": \"" + "x".repeat(300) + "\"}",
                "{\"name\"",
                "[]")) {
            var answer = tenant.json(body).post("/customers");
            assertRefused(answer, 400);
            assertThat(answer.jsonPath().getMap("")).doesNotContainKey("errors");
        }
    }

    @Test
    void what_is_wrong_with_an_edit_by_itself_is_told_before_anything_is_looked_up() {
        for (var customer : List.of(tenant.customer("Acme"), 99_999_999L)) {
            assertListed(
                    tenant.json("{\"email\": \"bad\", \"number\": null, \"id\": 2, \"balance\": 1}")
                            .patch("/customers/{id}", customer),
                    "email",
                    "number",
                    "id");
            assertListed(
                    tenant.json("{\"name\": 7, \"object\": \"invoice\"}").patch("/customers/{id}?envelope=0", customer),
                    "name",
                    "object");
            assertListed(
                    tenant.json("{\"name\": 7, \"customer\": 5, \"id\": 6}")
                            .patch("/customers/{id}/contacts/1", customer),
                    "name",
                    "id",
                    "customer");
        }
    }

    @Test
    void read_only_properties_that_differ_are_listed_together() {
        long customer = tenant.customer("Acme");
        long contact = tenant.contact(customer, Map.of("name", "Tia"));

        assertListed(
                tenant.json("{\"balance\": 1, \"created_at\": null}").patch("/customers/{id}", customer),
                "created_at",
                "balance");
        assertListed(
                tenant.json("{\"customer\": 1, \"id\": 2}").patch("/customers/{c}/contacts/{id}", customer, contact),
                "id",
                "customer");
        assertListed(
                tenant.json("{\"customer\": 1, \"id\": 2}").post("/customers/{c}/contacts", customer),
                "name",
                "customer",
                "id");
    }

    @Test
    void every_operation_that_takes_a_body_lists_them() {
        long customer = tenant.customer("Acme");
        var nothing = "{\"x\": 1, \"y\": 2}";

        assertListed(
                tenant.json(nothing).post("/customers/{id}/balance_entries", customer),
                "x",
                "y",
                "amount",
                "reference");
        assertListed(
                tenant.json("{\"amount\": \"1\", \"reference\": \"\", \"balance\": 1}")
                        .post("/customers/{id}/balance_entries", customer),
                "amount",
                "reference",
                "balance");
        assertListed(tenant.json(nothing).put("/customers/{id}/stripe_customer", customer), "x", "y", "id");
        assertListed(tenant.json(nothing).put("/portal_users/u"), "x", "y", "email");
        assertListed(
                tenant.json("{\"status\": \"on\", \"types\": [\"x\"]}").post("/webhooks"), "url", "status", "types");
        assertListed(
                tenant.json("{\"status\": \"on\", \"types\": [\"x\"], \"url\": \"ftp://x\"}")
                        .patch("/webhooks/1"),
                "status",
                "types",
                "url");
        assertListed(tenant.json("{\"overlap\": \"x\", \"y\": 1}").post("/webhooks/1/rotate_secret"), "y", "overlap");
        assertListed(tenant.json("{\"from\": \"x\", \"to\": \"y\"}").post("/webhooks/1/resend"), "from", "to");
        var keys = "/operator/businesses/" + tenant.id() + "/api_keys";
        assertListed(
                Tenant.operator().body("{\"x\": 1, \"representation\": \"x\"}").post(keys),
                "x",
                "name",
                "permissions",
                "representation");
        assertListed(Tenant.operator().body("{\"x\": 1}").post("/operator/businesses"), "x", "name");
    }

    @Test
    void members_of_metadata_are_listed_by_their_keys() {
        var bare = tenant.bare();

        var one = bare.json("{\"name\": \"A\", \"metadata\": {\"a\": 1, \"b\": \"x\"}}")
                .post("/customers");
        assertRefused(one, 400).body("param", equalTo("metadata"));
        assertThat(one.jsonPath().getMap("")).doesNotContainKey("errors");
        assertListed(
                bare.json("{\"name\": \"\", \"metadata\": {\"a\": 1, \"b\": \"x\", \"c\": [], \"" + "k".repeat(50)
                                + "\": \"x\"}}")
                        .post("/customers"),
                "metadata",
                "metadata[a]",
                "metadata[c]",
                "metadata[" + "k".repeat(40) + "…]",
                "name");
        assertListed(
                bare.form("name=A&metadata[a]=" + "x".repeat(501) + "&city=" + "x".repeat(256))
                        .post("/customers"),
                "city",
                "metadata",
                "metadata[a]");
    }

    @Test
    void a_body_with_very_many_faults_is_answered_with_the_first_hundred_and_few_bytes() {
        var many = IntStream.range(0, 60_000)
                .mapToObj(n -> "\"x" + n + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        var answer = tenant.json(many).post("/customers");
        assertThat(answer.jsonPath().getList("errors")).hasSize(100);
        assertThat(answer.jsonPath().getString("param")).isEqualTo("x0");

        var tolerated = IntStream.range(0, 60_000)
                .mapToObj(n -> "\"x" + n + "\": " + (n % 1000 == 0 ? "1" : "null"))
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(tenant.bare().json(tolerated).post("/customers").jsonPath().getList("errors"))
                .hasSize(61);

        var members = IntStream.range(0, 60_000)
                .mapToObj(n -> "\"m" + n + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(tenant.bare()
                        .json("{\"metadata\": " + members + "}")
                        .post("/customers")
                        .jsonPath()
                        .getList("errors"))
                .hasSize(100);

        var long1 = "\"" + "a".repeat(40_000) + "\": 1";
        var long2 = "\"" + "\ud83e\udd8a".repeat(20_000) + "\": 1";
        var ofLongNames = tenant.json("{" + long1 + "," + long2 + "}").post("/customers");
        assertRefused(ofLongNames, 400);
        assertThat(ofLongNames.jsonPath().getString("errors[0].param")).hasSize(256);
        assertThat(ofLongNames.jsonPath().getString("errors[1].param")).isEqualTo("\ud83e\udd8a".repeat(255) + "…");
    }

    /** The faults are those of these properties, and the first one is told as if it were the only one. */
    private static void assertListed(Response answer, String... params) {
        assertRefused(answer, 400);
        var error = answer.jsonPath();
        assertThat(List.copyOf(error.getMap("").keySet())).isEqualTo(List.of("type", "message", "param", "errors"));
        assertThat(error.getList("errors.param")).containsExactly((Object[]) params);
        assertThat(error.getString("param")).isEqualTo(params[0]);
        assertThat(error.getString("errors[0].message")).isEqualTo(error.getString("message"));
        assertThat(error.getList("errors.message", String.class))
                .allSatisfy(message -> assertThat(message).isNotBlank());
    }
}
