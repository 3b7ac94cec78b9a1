package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metadata of customers and contacts: what callers keep with them. */
@ServiceTest
class MetadataTest {

    private final Tenant tenant = Tenant.create().bare();

    @Test
    void members_are_merged_by_key_and_removed_by_null_or_an_empty_text() {
        long id = create(Map.of("plan", "gold", "owner", "Ann", "old", "x"));

        edited(id, "{\"plan\": \"silver\", \"owner\": null, \"old\": \"\", \"new\": \"y\", \"never\": null}")
                .then()
                .body("metadata", equalTo(Map.of("plan", "silver", "new", "y")));
        edited(id, "{}").then().body("metadata", equalTo(Map.of("plan", "silver", "new", "y")));
        edited(id, "[]").then().body("metadata", equalTo(Map.of("plan", "silver", "new", "y")));
        edited(id, "null").then().body("metadata", anEmptyMap());
    }

    @Test
    void an_edit_that_changes_nothing_is_no_change() {
        long id = create(Map.of("plan", "gold"));
        var tag = tenant.fetched(id).header("ETag");

        assertThat(edited(id, "{\"plan\": \"gold\", \"other\": null}").header("ETag"))
                .isEqualTo(tag);
        assertThat(edited(id, "{\"plan\": \"silver\"}").header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void an_edit_of_the_other_representation_leaves_metadata_alone() {
        long id = create(Map.of("plan", "gold"));

        assertStatus(tenant.json("{\"name\": \"B\"}").patch("/customers/{id}?envelope=1", id), 200);

        tenant.fetched(id).then().body("metadata.plan", equalTo("gold"));
    }

    @Test
    void limits_are_counted_in_characters_and_what_is_beyond_is_refused() {
        var most = new HashMap<String, String>();
        IntStream.range(0, 50).forEach(n -> most.put("key" + n, "v"));
        long id = create(most);
        var before = tenant.fetched(id).asString();

        assertInvalid(edit(id, "{\"one more\": \"v\"}"), "metadata");
        assertThat(tenant.fetched(id).asString()).isEqualTo(before);
        assertStatus(edit(id, "{\"one more\": \"v\", \"key0\": null}"), 200);
        assertStatus(edit(id, "{\"key1\": \"" + "\uD83D\uDE00".repeat(500) + "\"}"), 200);
        assertStatus(edit(id, "{\"key2\": null, \"" + "\uD83D\uDE00".repeat(40) + "\": \"v\"}"), 200);
        for (var wrong : List.of(
                "\"text\"",
                "1",
                "[1]",
                "{\"a\": 1}",
                "{\"a\": true}",
                "{\"a\": {}}",
                "{\"a\": []}",
                "{\"\": \"v\"}",
                "{\"" + "k".repeat(41) + "\": \"v\"}",
                "{\"a\": \"" + "v".repeat(501) + "\"}",
                "{\"a\": \"\\u0000\"}",
                "{\"a\\u0000\": \"v\"}",
                "{\"a\\n\": \"v\"}",
                "{\"a\": \"\\ud800\"}")) {
            assertInvalid(edit(id, wrong), "metadata");
            assertInvalid(
                    tenant.json("{\"name\": \"A\", \"metadata\": " + wrong + "}")
                            .post("/customers"),
                    "metadata");
        }
    }

    @Test
    void a_create_with_too_many_members_takes_no_number() {
        create(Map.of());
        var many = IntStream.range(0, 51)
                .mapToObj(n -> "\"k" + n + "\": \"v\"")
                .collect(Collectors.joining(", ", "{", "}"));

        assertInvalid(
                tenant.json("{\"name\": \"A\", \"metadata\": " + many + "}").post("/customers"), "metadata");

        assertStatus(tenant.json("{\"name\": \"A\"}").post("/customers"), 201).body("number", equalTo("CUST-0002"));
    }

    @Test
    void customers_are_found_by_members_in_every_notation_with_an_exact_total() {
        long both = create(Map.of("plan", "gold", "side", "left"));
        long gold = create(Map.of("plan", "gold"));
        create(Map.of("plan", "golden"));
        long none = create(Map.of());

        for (var filter :
                List.of("metadata[plan]=gold", "filter[metadata.plan]=gold", "filter={\"metadata.plan\":\"gold\"}")) {
            assertFound(filter, both, gold);
            assertFound(filter + "&sort=number desc", gold, both);
        }
        assertFound("metadata[plan]=gold&metadata[side]=left", both);
        assertFound("metadata[plan]=gold&name=ignored&filter[number]=nobody");
        assertFound("filter={\"metadata.side\":[\"left\",\"right\"]}", both);
        assertFound("metadata[plan]=", none);
        assertFound("filter={\"metadata.plan\":[null,\"gold\"]}", both, gold, none);
        assertFound("filter={\"metadata.plan\":[]}");
        assertFound("metadata[plan]=gold&updated_after=1", both, gold);
    }

    @Test
    void keys_and_values_are_taken_as_they_are_written() {
        var strange = Map.of("a.b]c", "x", "\"q\"", "[1, \"2\"]", "%_", "\\", "k", "1");
        long id = create(strange);

        assertFound("metadata[a.b]c]=x", id);
        assertFound("filter[metadata.\"q\"]=[1, \"2\"]", id);
        assertFound("metadata[%25_]=\\", id);
        assertFound("metadata[k]=1", id);
        assertFound("metadata[k]=1.0");
        tenant.fetched(id).then().body("metadata", equalTo(strange));
    }

    @Test
    void a_walk_over_found_customers_sees_each_once() {
        var ids = new ArrayList<Long>();
        IntStream.range(0, 7).forEach(n -> ids.add(create(Map.of("plan", "gold"))));

        for (var sort : List.of("id", "name desc", "updated_at")) {
            var seen = new ArrayList<Long>();
            var page = list("metadata[plan]=gold&per_page=3&sort=" + sort);
            while (links(page).containsKey("next")) {
                seen.addAll(page.jsonPath().getList("id", Long.class));
                page = tenant.raw().get(links(page).get("next"));
            }
            seen.addAll(page.jsonPath().getList("id", Long.class));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        }
        assertThat(list("metadata[plan]=gold&per_page=3&page=3").jsonPath().getList("id", Long.class))
                .containsExactly(ids.get(6));
    }

    @Test
    void customers_of_another_business_are_not_found() {
        create(Map.of("plan", "gold"));

        var other = Tenant.create().bare().request().get("/customers?metadata[plan]=gold");

        assertStatus(other, 200).header("X-Total-Count", "0");
    }

    @Test
    void contacts_have_metadata_too() {
        long id = create(Map.of());
        var contact = tenant.json("{\"name\": \"Tia\", \"metadata\": {\"role\": \"buyer\"}}")
                .post("/customers/{id}/contacts", id);
        assertStatus(contact, 201).body("metadata.role", equalTo("buyer"));
        long contactId = contact.jsonPath().getLong("id");

        assertStatus(
                        tenant.json("{\"metadata\": {\"role\": \"\", \"a\": \"b\"}}")
                                .patch("/customers/{id}/contacts/{c}", id, contactId),
                        200)
                .body("metadata", equalTo(Map.of("a", "b")));
        for (var filter : Map.of("metadata[a]", "b", "metadata[role]", "", "filter", "{\"metadata.a\":[\"b\",\"c\"]}")
                .entrySet()) {
            var list = tenant.request()
                    .queryParam(filter.getKey(), filter.getValue())
                    .get("/customers/{id}/contacts", id);
            assertStatus(list, 200).header("X-Total-Count", "1");
        }
        assertStatus(tenant.request().get("/customers/{id}/contacts?metadata[a]=c", id), 200)
                .header("X-Total-Count", "0");
    }

    @Test
    void what_cannot_be_filtered_by_is_named() {
        for (var wrong : List.of("metadata[]", "metadata[plan", "filter[metadata]", "filter[metadata.]")) {
            assertInvalid(tenant.request().get("/customers?" + wrong + "=x"), wrong);
        }
        for (var key : List.of("a\u0000", "\u0001", "k".repeat(41))) {
            assertInvalid(
                    tenant.request().queryParam("metadata[" + key + "]", "x").get("/customers"),
                    "metadata[" + key + "]");
        }
        for (var key : List.of("a\\u0000", "\\ud800", "a\\n")) {
            assertStatus(
                    tenant.request()
                            .queryParam("filter", "{\"metadata." + key + "\":\"x\"}")
                            .get("/customers"),
                    400);
        }
        var many = IntStream.range(0, 51)
                .mapToObj(n -> "\"metadata.k" + n + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertInvalid(tenant.request().queryParam("filter", many).get("/customers"), "filter");
        assertInvalid(tenant.request().get("/customers?metadata=x"), "metadata");
        assertInvalid(tenant.request().get("/customers?metadata.plan=x"), "metadata.plan");
        assertInvalid(
                tenant.request().queryParam("filter", "{\"metadata.a\":1}").get("/customers"), "filter[metadata.a]");
        assertInvalid(tenant.request().get("/customers?sort=metadata"), "sort");
        long id = create(Map.of());
        assertInvalid(tenant.request().get("/customers/{id}/balance_entries?metadata[a]=b", id), "metadata[a]");
    }

    private long create(Map<String, String> metadata) {
        var created = tenant.json(Map.of("name", "Acme", "metadata", metadata)).post("/customers");
        assertStatus(created, 201).body("metadata", equalTo(metadata));
        return created.jsonPath().getLong("id");
    }

    private Response edit(long id, String metadata) {
        return tenant.json("{\"metadata\": " + metadata + "}").patch("/customers/{id}", id);
    }

    private Response edited(long id, String metadata) {
        var edited = edit(id, metadata);
        assertStatus(edited, 200);
        return edited;
    }

    private void assertFound(String query, Long... ids) {
        var list = list(query);
        assertThat(list.jsonPath().getList("id", Long.class)).as(query).containsExactly(ids);
        assertThat(list.header("X-Total-Count")).as(query).isEqualTo(String.valueOf(ids.length));
    }

    private Response list(String query) {
        var request = tenant.request();
        for (var parameter : query.split("&")) {
            int equals = parameter.lastIndexOf("]=") < 0 ? parameter.indexOf('=') : parameter.lastIndexOf("]=") + 1;
            request.queryParam(parameter.substring(0, equals).replace("%25", "%"), parameter.substring(equals + 1));
        }
        var list = request.get("/customers");
        assertStatus(list, 200);
        return list;
    }
}
