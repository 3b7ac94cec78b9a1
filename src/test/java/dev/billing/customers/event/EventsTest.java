package dev.billing.customers.event;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.micrometer.core.instrument.Metrics;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each change leaves an event, which says what is different, and who made it. */
@ServiceTest
class EventsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void a_create_leaves_an_event_with_the_whole_object_and_its_author() {
        var key = Tenant.key(tenant.id(), "write");
        var created = Tenant.json(key, Map.of("name", "Acme", "email", "a@example.com"))
                .header("X-Request-Id", "r-1")
                .post("/customers");
        int id = created.path("customer.id");

        var event = only();

        assertThat(event.getMap(""))
                .containsOnlyKeys("created_at", "id", "type", "object", "previous", "customer", "key", "request_id");
        assertThat(List.copyOf(event.getMap("").keySet()))
                .isEqualTo(List.of("created_at", "id", "type", "object", "previous", "customer", "key", "request_id"));
        assertThat(event.getString("type")).isEqualTo("customer.created");
        assertThat(event.getMap("object")).isEqualTo(created.jsonPath().getMap("customer"));
        assertThat(event.<Object>get("previous")).isNull();
        assertThat(event.getInt("customer")).isEqualTo(id);
        assertThat(event.getString("key.name")).isEqualTo("Key of a test");
        assertThat(event.getLong("key.id")).isPositive();
        assertThat(event.getString("request_id")).isEqualTo("r-1");
    }

    @Test
    void an_edit_leaves_an_event_with_what_was_different_before() {
        long id = tenant.customer(Map.of("name", "Acme", "city", "Hill Valley"));
        edit(id, "{\"name\": \"New\", \"city\": null, \"phone\": \"1\"}");

        assertStatus(latest(), 200)
                .body("events[0].type", equalTo("customer.updated"))
                .body("events[0].object.name", equalTo("New"))
                .body("events[0].object.city", nullValue())
                .body("events[0].previous", aMapWithSize(4))
                .body("events[0].previous.name", equalTo("Acme"))
                .body("events[0].previous.city", equalTo("Hill Valley"))
                .body("events[0].previous.phone", nullValue())
                .body("events[0].previous.updated_at", nullValue());
    }

    @Test
    void a_request_that_changes_nothing_leaves_no_event() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia"));
        assertStatus(tenant.json("{\"email\": \"tia@example.com\"}").put("/portal_users/u"), 201);
        var before = types();

        edit(id, "{\"name\": \"Acme\"}");
        assertStatus(tenant.json("{\"name\": \"Tia\"}").patch("/customers/{id}/contacts/{c}", id, contact), 200);
        assertStatus(tenant.json("{\"email\": \"tia@example.com\"}").put("/portal_users/u"), 200);
        assertStatus(tenant.json("{\"name\": \"\"}").post("/customers"), 400);
        assertStatus(tenant.json(Map.of("name", "A", "number", "CUST-0001")).post("/customers"), 400);
        assertStatus(tenant.request().header("If-Match", "\"x\"").delete("/customers/{id}", id), 412);

        assertThat(types()).isEqualTo(before);
    }

    @Test
    void every_kind_of_change_leaves_one_event() {
        long id = tenant.customer("Acme");
        long contact = tenant.contact(id, Map.of("name", "Tia"));
        assertStatus(tenant.json("{\"name\": \"Tia Dunn\"}").patch("/customers/{id}/contacts/{c}", id, contact), 200);
        book(id, "12.5", "A");
        book(id, "12.5", "A");
        assertStatus(tenant.json("{\"id\": \"cus_1\"}").put("/customers/{id}/stripe_customer", id), 200);
        assertStatus(tenant.json("{\"email\": \"tia@example.com\"}").put("/portal_users/u"), 201);
        assertStatus(tenant.json("{\"email\": \"tia@example.org\"}").put("/portal_users/u"), 200);
        assertStatus(tenant.request().delete("/portal_users/u"), 204);
        assertStatus(tenant.request().delete("/customers/{id}/contacts/{c}", id, contact), 204);

        assertThat(types())
                .containsExactly(
                        "customer.created",
                        "contact.created",
                        "contact.updated",
                        "balance_entry.created",
                        "customer.updated",
                        "portal_user.created",
                        "portal_user.updated",
                        "portal_user.deleted",
                        "contact.deleted");
        assertStatus(all(), 200)
                .body("events.findAll { it.customer == null }.type", hasSize(3))
                .body("events.findAll { it.key == null }", empty())
                .body("events[3].object.balance", equalTo(new BigDecimal("12.5")))
                .body("events[6].previous.email", equalTo("tia@example.com"))
                .body("events[7].object.id", equalTo("u"))
                .body("events[8].object.name", equalTo("Tia Dunn"));
    }

    @Test
    void a_delete_and_a_restore_leave_an_event_for_each_object() {
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));
        tenant.contact(id, Map.of("name", "Sam"));
        book(id, "1", "A");
        var before = types().size();

        assertStatus(tenant.request().header("X-Request-Id", "d").delete("/customers/{id}", id), 204);
        assertStatus(tenant.request().header("X-Request-Id", "r").post("/customers/{id}/restore", id), 200);

        assertThat(types().subList(before, types().size()))
                .containsExactly(
                        "contact.deleted",
                        "contact.deleted",
                        "customer.deleted",
                        "customer.restored",
                        "contact.restored",
                        "contact.restored",
                        "balance_entry.restored");
        assertStatus(all(), 200)
                .body("events.findAll { it.request_id == 'd' }.key.name", hasSize(3))
                .body("events.findAll { it.request_id == 'r' }.key.name", hasSize(4))
                .body("events.find { it.type == 'customer.deleted' }.object.name", equalTo("Acme"));
    }

    @Test
    void changes_by_sql_are_seen_without_a_key() {
        long id = tenant.customer("Acme");
        edit(id, "{\"name\": \"By key\"}");
        TestDatabase.execute("update customer set name = 'By SQL' where business_id = " + tenant.id());
        TestDatabase.execute("update customer set balance = 5 where business_id = " + tenant.id());
        TestDatabase.execute("update customer set name = name where business_id = " + tenant.id());
        TestDatabase.execute(
                "insert into contact (business_id, customer_id, name, created_at) values (?, ?, 'Tia', 0)",
                tenant.id(),
                id);
        TestDatabase.execute("delete from customer where business_id = " + tenant.id());

        assertThat(types())
                .containsExactly(
                        "customer.created",
                        "customer.updated",
                        "customer.updated",
                        "customer.updated",
                        "contact.created",
                        "contact.deleted",
                        "customer.deleted");
        assertStatus(all(), 200)
                .body("events.drop(2).key", contains(nullValue(), nullValue(), nullValue(), nullValue(), nullValue()))
                .body("events[2].previous", equalTo(Map.of("name", "By key")))
                .body("events[3].previous.balance", equalTo(0));
    }

    @Test
    void an_entry_that_is_corrected_by_sql_leaves_an_event() {
        long id = tenant.customer("Acme");
        book(id, "1", "A");
        TestDatabase.execute("update balance_entry set notes = 'n' where business_id = " + tenant.id());
        TestDatabase.execute("delete from balance_entry where business_id = " + tenant.id());

        assertThat(types())
                .containsExactly(
                        "customer.created", "balance_entry.created", "balance_entry.updated", "balance_entry.deleted");
    }

    @Test
    void a_request_that_is_sent_again_leaves_no_second_event() {
        for (int i = 0; i < 2; i++) {
            assertStatus(
                    tenant.json("{\"name\": \"Acme\"}")
                            .header("Idempotency-Key", "k")
                            .post("/customers"),
                    201);
        }
        assertThat(types()).containsExactly("customer.created");
    }

    @Test
    void the_bare_representation_shows_bare_objects() {
        long id = tenant.customer("Acme");
        assertStatus(tenant.json("{\"metadata\": {\"a\": \"b\"}}").patch("/customers/{id}?envelope=0", id), 200);

        var events = assertStatus(tenant.request().get("/events?envelope=0"), 200);

        events.body("[0].object.object", equalTo("customer"))
                .body("[0].object.metadata", aMapWithSize(0))
                .body("[1].object.metadata.a", equalTo("b"))
                .body("[1].previous.metadata", aMapWithSize(0))
                .body("[1].previous.object", nullValue());
        int created = events.extract().path("[0].object.created_at");
        events.body("[1].previous.updated_at", equalTo(created));
        assertStatus(tenant.request().get("/events"), 200)
                .body("events[1].object.metadata", nullValue())
                .body("events[1].previous", aMapWithSize(1));
    }

    @Test
    void events_are_a_list_with_pages_filters_and_an_exact_total() {
        var ids = tenant.customers(5);
        edit(ids.get(0), "{\"name\": \"New\"}");
        assertStatus(tenant.request().delete("/customers/{id}", ids.get(1)), 204);

        var first =
                assertStatus(tenant.request().get("/events?per_page=3"), 200).header("X-Total-Count", "7");
        first.body("events.id", hasSize(3)).header("Link", containsString("rel=\"next\""));
        var next = first.extract().header("Link").replaceAll("(?s).*<([^>]*)>; rel=\"next\".*", "$1");
        tenant.customer("One more");
        assertStatus(tenant.raw().get(next), 200).header("X-Total-Count", "8").body("events.id", hasSize(3));

        assertFound("filter[type]=customer.updated", 1);
        assertFound("filter[customer]=" + ids.get(0), 2);
        assertStatus(
                        tenant.request()
                                .queryParam("filter", "{\"type\":[\"customer.created\",\"customer.deleted\"]}")
                                .get("/events"),
                        200)
                .header("X-Total-Count", "7");
        assertFound("filter[key]=" + latest().jsonPath().getLong("events[0].key.id"), 8);
        assertFound("filter[key]=1", 0);
        var times = all().jsonPath().getList("events.created_at", Long.class);
        long last = times.get(times.size() - 1);
        assertFound("filter[created_at]=" + last + "&sort=id desc", Collections.frequency(times, last));
        assertInvalid(tenant.request().get("/events?sort=type"), "sort");
        assertInvalid(tenant.request().get("/events?filter[object]=x"), "filter[object]");
    }

    @Test
    void an_event_is_fetched_by_its_id_within_its_business() {
        tenant.customer("Acme");
        long id = only().getLong("id");

        assertThat(assertStatus(tenant.request().get("/events/{id}", id), 200)
                        .extract()
                        .<Object>path("event"))
                .isEqualTo(all().<Object>path("events[0]"));
        assertStatus(Tenant.create().request().get("/events/{id}", id), 404);
        assertStatus(tenant.request().get("/events/0"), 404);
    }

    @Test
    void the_next_events_after_one_are_read_by_following_a_link() {
        tenant.customers(5);
        var link = "/events?after=0&per_page=2";
        var seen = new ArrayList<Long>();
        for (int page = 0; page < 4; page++) {
            var answer = tenant.raw().get(link);
            assertStatus(answer, 200).header("X-Total-Count", nullValue());
            seen.addAll(ids(answer));
            assertThat(answer.header("Link")).doesNotContain("last").endsWith("rel=\"next\"");
            link = answer.header("Link").replaceAll("<([^>]*)>.*", "$1");
        }
        assertThat(seen).isEqualTo(ids(all()));
        tenant.customer("One more");
        assertStatus(tenant.raw().get(link), 200).body("events.object.name", contains("One more"));
    }

    @Test
    void a_filter_that_matches_nothing_moves_the_link_on() {
        tenant.customers(3);
        long newest = latest().jsonPath().getLong("events[0].id");

        assertStatus(tenant.raw().get("/events?after=0&filter[type]=contact.created"), 200)
                .body("events", empty())
                .header("Link", containsString("after=" + newest + "&"));
    }

    @Test
    void events_of_several_types_come_together_in_their_order() {
        for (int i = 0; i < 3; i++) {
            long id = tenant.customer("Acme " + i);
            tenant.contact(id, Map.of("name", "Tia"));
            tenant.json(Map.of("name", "Another")).patch("/customers/{id}", id);
        }
        var filter =
                "filter[type][]=customer.updated&filter[type][]=customer.created&filter[type][]=portal_user.created";
        List<Number> expected = all().jsonPath().getList("events.findAll { it.type != 'contact.created' }.id");
        var read = new ArrayList<Long>();
        var after = "0";
        for (int page = 0; page < 4; page++) {
            var answer = tenant.raw().get("/events?per_page=2&after=" + after + "&" + filter);
            read.addAll(ids(answer));
            after = answer.header("Link").replaceFirst("(?s).*[?&]after=([0-9]+).*", "$1");
        }
        assertThat(read).hasSize(6);
        assertThat(expected.stream().map(Number::longValue)).containsExactlyElementsOf(read);
    }

    @Test
    void a_reader_that_waits_gets_the_next_event_when_it_comes() throws Exception {
        tenant.customer("Acme");
        long newest = latest().jsonPath().getLong("events[0].id");

        var waiting = CompletableFuture.supplyAsync(
                () -> tenant.raw().get("/events?after=" + newest + "&wait=50&filter[type]=contact.created"));
        await().until(() -> readers() > 0);
        long id = tenant.customer("Not this one");
        tenant.contact(id, Map.of("name", "Tia"));

        assertStatus(waiting.get(), 200).body("events.type", contains("contact.created"));
    }

    @Test
    void a_reader_that_waits_in_vain_gets_an_empty_list() {
        assertStatus(tenant.request().get("/events?after=0&wait=1"), 200).body("events", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=x", "after=-1", "after=", "after=1.5", "after=99999999999999999999"})
    void a_position_that_is_no_id_is_refused(String query) {
        assertInvalid(tenant.raw().get("/events?" + query), "after");
    }

    @Test
    void a_wait_that_is_no_number_is_refused_and_a_long_one_is_shortened() {
        assertInvalid(tenant.raw().get("/events?after=0&wait=x"), "wait");
        assertInvalid(tenant.raw().get("/events?after=0&page=2"), "after");
        assertInvalid(tenant.raw().get("/events?after=0&sort=id"), "after");
        tenant.customer("Acme");
        assertStatus(tenant.raw().get("/events?after=0&wait=1000000"), 200).body("events", hasSize(1));
    }

    @Test
    void a_position_that_is_not_known_is_410_with_the_oldest_event() {
        tenant.customer("Acme");
        long id = only().getLong("id");
        var other = Tenant.create();
        other.customer("Acme");
        long foreign = other.request().get("/events").jsonPath().getLong("events[0].id");

        for (long unknown : List.of(foreign, id + 1_000_000)) {
            assertRefused(tenant.raw().get("/events?after=" + unknown), 410)
                    .body("param", equalTo("after"))
                    .body("message", containsString(" " + id + "."));
        }
    }

    @Test
    void old_events_are_swept_and_totals_and_positions_stay_right() {
        var ids = tenant.customers(3);
        var events = ids(all());
        age("id <= " + events.get(1));
        await().until(() -> types().size() == 1);

        assertStatus(all(), 200).header("X-Total-Count", "1");
        assertRefused(tenant.raw().get("/events?after=" + events.get(0)), 410);
        assertStatus(tenant.raw().get("/events?after=" + events.get(1)), 200).body("events", hasSize(1));
        age("true");
        await().until(() -> types().isEmpty());
        assertStatus(tenant.raw().get("/events?after=" + events.get(2)), 200).body("events", empty());
        edit(ids.get(0), "{\"name\": \"New\"}");
        assertStatus(tenant.raw().get("/events?after=" + events.get(2)), 200)
                .body("events.type", contains("customer.updated"));
    }

    @Test
    void a_history_shows_what_happened_to_a_customer_and_outlives_it() {
        long other = tenant.customer("Other");
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));
        book(id, "1", "A");
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);

        assertStatus(tenant.request().get("/customers/{id}/events", id), 200)
                .header("X-Total-Count", "5")
                .body("events.customer", not(empty()))
                .body(
                        "events.type",
                        contains(
                                "customer.created",
                                "contact.created",
                                "balance_entry.created",
                                "contact.deleted",
                                "customer.deleted"));
        assertStatus(tenant.request().get("/customers/{id}/events?filter[type]=contact.updated", id), 200)
                .header("X-Total-Count", "0");
        assertStatus(tenant.request().get("/customers/{id}/events?sort=id desc&per_page=1", id), 200)
                .header("X-Total-Count", "5")
                .body("events.type", contains("customer.deleted"));
        age("customer_id = " + other);
        await().until(() -> tenant.request()
                .get("/customers/{id}/events", other)
                .header("X-Total-Count")
                .equals("0"));
        assertStatus(tenant.request().get("/customers/{id}/events", 999_999_999), 404);
        assertStatus(Tenant.create().request().get("/customers/{id}/events", id), 404);
    }

    @Test
    void events_need_a_permission() {
        long id = tenant.customer("Acme");
        for (var permission : List.of("read", "events")) {
            assertStatus(Tenant.with(Tenant.key(tenant.id(), permission)).get("/events"), 200);
        }
        for (var path : List.of("/events", "/events/1", "/events/stream", "/events?after=0")) {
            assertStatus(Tenant.with(Tenant.key(tenant.id(), "write", "audit")).get(path), 403);
        }
        assertStatus(Tenant.with(Tenant.key(tenant.id(), "read", "events")).get("/customers/{id}/events", id), 403);
        assertStatus(Tenant.with(Tenant.key(tenant.id(), "audit")).get("/customers/{id}/events", id), 200);
    }

    private static double readers() {
        return Metrics.globalRegistry.get("events.readers").gauge().value();
    }

    private void age(String which) {
        TestDatabase.execute("update event set created_at = created_at - 401 * 86400 where business_id = " + tenant.id()
                + " and " + which);
    }

    private void assertFound(String query, int count) {
        assertStatus(tenant.request().get("/events?" + query), 200)
                .header("X-Total-Count", Integer.toString(count))
                .body("events", hasSize(count));
    }

    private JsonPath only() {
        var answer = all();
        assertStatus(answer, 200).body("events", hasSize(1));
        return answer.jsonPath().setRootPath("events[0]");
    }

    private static List<Long> ids(Response answer) {
        return answer.jsonPath().getList("events.id", Long.class);
    }

    private Response all() {
        return tenant.request().get("/events");
    }

    private Response latest() {
        return tenant.request().get("/events?sort=id desc&per_page=1");
    }

    private List<String> types() {
        return all().path("events.type");
    }

    private void edit(long id, String body) {
        assertStatus(tenant.json(body).patch("/customers/{id}", id), 200);
    }

    private void book(long id, String amount, String reference) {
        var body = "{\"amount\": " + amount + ", \"reference\": \"" + reference + "\"}";
        assertThat(tenant.json(body).post("/customers/{id}/balance_entries", id).statusCode())
                .isIn(200, 201);
    }
}
