package dev.billing.customers.webhook;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import dev.billing.customers.webhook.Receiver.Message;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are sent to the endpoints of a business: at least once, in order for each customer, and never dropped in silence. */
@ServiceTest
class WebhooksTest {

    private final Tenant tenant = Tenant.create();
    private Receiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        tenant.request().get("/webhooks").<List<Integer>>path("webhooks.id").forEach(id -> tenant.request()
                .delete("/webhooks/" + id));
        receiver.close();
    }

    @Test
    void an_endpoint_gets_each_event_signed_from_now_on() {
        tenant.customer("Before");
        var secret = endpoint(Map.of("url", receiver.url())).<String>path("webhook.secret");
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));

        await().until(() -> receiver.messages.size() == 2);
        assertThat(receiver.messages).extracting(Message::type).containsExactly("customer.created", "contact.created");
        assertThat(receiver.messages).allSatisfy(message -> {
            assertThat(message.isSignedWith(secret)).isTrue();
            assertThat(message.isSignedWith("whsec_c2VjcmV0")).isFalse();
            assertThat(message.id()).isEqualTo("evt_" + message.event());
            assertThat(message.body()).startsWith("{\"type\":\"").contains("\"timestamp\":\"2");
        });
        var event = tenant.request()
                .get("/events/" + receiver.messages.get(0).event())
                .asString();
        assertThat(receiver.messages.get(0).body())
                .endsWith("\"data\":" + event.substring("{\"event\":".length(), event.length() - 1) + "}");
    }

    @Test
    void an_endpoint_gets_only_the_types_that_it_wants() {
        var types = List.of("contact.created", "customer.deleted");
        int endpoint = endpoint(Map.of("url", receiver.url(), "types", types)).path("webhook.id");
        long id = tenant.customer("Acme");
        tenant.contact(id, Map.of("name", "Tia"));
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);

        await().until(() -> receiver.messages.size() == 2);
        assertThat(receiver.messages).extracting(Message::type).containsExactlyElementsOf(types);
        assertStatus(tenant.request().get("/webhooks/" + endpoint), 200).body("webhook.types", equalTo(types));
        assertStatus(
                        tenant.json("{\"types\": null}")
                                .header("Prefer", "return=representation")
                                .patch("/webhooks/" + endpoint),
                        200)
                .body("webhook.types", nullValue());
    }

    @Test
    void the_secret_is_shown_once_and_both_sign_when_it_is_replaced() {
        var created = endpoint(Map.of("url", receiver.url()));
        int id = created.path("webhook.id");
        String first = created.path("webhook.secret");
        assertThat(first).startsWith("whsec_");
        for (var path : List.of("/webhooks", "/webhooks/" + id)) {
            assertThat(tenant.request().get(path).asString()).doesNotContain("secret");
        }

        String second = assertStatus(tenant.json("{}").post("/webhooks/" + id + "/rotate_secret"), 200)
                .extract()
                .path("webhook.secret");
        tenant.customer("Acme");
        await().until(() -> receiver.messages.size() == 1);
        assertThat(receiver.messages.get(0))
                .matches(message -> message.isSignedWith(first) && message.isSignedWith(second));

        String third = tenant.json("{\"overlap\": 0}")
                .post("/webhooks/" + id + "/rotate_secret")
                .path("webhook.secret");
        tenant.customer("Acme");
        await().until(() -> receiver.messages.size() == 2);
        assertThat(receiver.messages.get(1))
                .matches(message -> !message.isSignedWith(second) && message.isSignedWith(third));
    }

    @Test
    void an_event_that_fails_is_sent_again_with_the_same_id_until_it_is_delivered() {
        var seen = new HashMap<String, Integer>();
        receiver.answer = message -> seen.merge(message.id(), 1, Integer::sum) < 4 ? 503 : 200;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");

        await().until(() -> receiver.messages.size() == 4);
        assertThat(receiver.messages)
                .extracting(Message::id)
                .containsOnly(receiver.messages.get(0).id());
        await().until(() -> attempts(id).<List<Object>>path("attempts").size() == 4);
        assertStatus(attempts(id), 200)
                .body("attempts.status", contains(503, 503, 503, 200))
                .body("attempts[0].error", containsString("503"))
                .body("attempts[3].error", nullValue());
        await().until(() -> tenant.request().get("/webhooks/" + id).<Integer>path("webhook.failures") == 0);
    }

    @Test
    void events_of_one_customer_stay_in_order_and_others_do_not_wait_for_a_failing_one() {
        long bad = tenant.customer("Bad");
        var isBroken = ConcurrentHashMap.<String>newKeySet();
        isBroken.add("yes");
        receiver.answer = message -> message.customer() == bad && !isBroken.isEmpty() ? 500 : 200;
        endpoint(Map.of("url", receiver.url()));
        var others = tenant.customers(5);
        for (int n = 0; n < 3; n++) {
            edit(bad, "Bad " + n);
            for (var other : others) {
                edit(other, "Good " + n);
            }
        }

        await().until(() -> delivered(Set.copyOf(others)).size() >= 20);
        isBroken.clear();
        await().until(() -> delivered(Set.of(bad)).stream().distinct().count() == 3);
        for (var id : others) {
            assertThat(delivered(Set.of(id))).isSorted().doesNotHaveDuplicates().hasSize(4);
        }
        assertThat(delivered(Set.of(bad)).stream().distinct().toList()).isSorted();
    }

    @Test
    void a_failing_customer_that_waits_does_not_hold_back_others() {
        long bad = tenant.customer("Bad");
        long good = tenant.customer("Good");
        receiver.answer = message -> message.customer() == bad ? 500 : 200;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        edit(good, "Before");
        edit(bad, "Fails");
        await().until(() -> tenant.request().get("/webhooks/" + id).<Integer>path("webhook.failures") > 0);
        TestDatabase.execute("update webhook set next_at = next_at + 1000 where business_id = " + tenant.id());
        int failed = delivered(Set.of(bad)).size();

        edit(bad, "Waits");
        edit(good, "After");

        await().until(() -> delivered(Set.of(good)).size() == 2);
        assertThat(delivered(Set.of(bad))).hasSize(failed);
        TestDatabase.execute("update webhook set next_at = 0 where business_id = " + tenant.id());
        receiver.answer = message -> 200;
        await().until(() -> tenant.request().get("/webhooks/" + id).path("webhook.failing_event") == null);
    }

    @Test
    void an_event_that_was_delivered_twice_stops_nothing() {
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");
        await().until(() -> receiver.messages.size() == 1);
        TestDatabase.execute("update webhook set delivered = '{8,8}' where business_id = " + tenant.id());

        tenant.customer("Acme");

        await().until(() -> receiver.messages.size() == 2);
        assertThat(status(id)).isEqualTo("active");
    }

    @Test
    void an_endpoint_that_is_sent_again_is_created_once() {
        for (int n = 0; n < 2; n++) {
            assertStatus(
                    tenant.json(Map.of("url", receiver.url()))
                            .header("Idempotency-Key", "k")
                            .post("/webhooks"),
                    201);
        }
        assertStatus(tenant.request().get("/webhooks"), 200).header("X-Total-Count", "1");
    }

    @Test
    void an_endpoint_that_hangs_is_given_up_in_time_and_tried_again() {
        var isFirst = ConcurrentHashMap.<String>newKeySet();
        receiver.answer = message -> isFirst.add("first") ? Receiver.NEVER : 200;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");

        await().until(() -> attempts(id).<List<Object>>path("attempts").size() == 2);
        assertStatus(attempts(id), 200)
                .body("attempts.status", contains(nullValue(), equalTo(200)))
                .body("attempts[0].error", containsString("2000 ms"));
    }

    @Test
    void an_endpoint_that_is_gone_is_paused_and_goes_on_where_it_was() {
        receiver.answer = message -> 410;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");
        await().until(() -> status(id).equals("paused"));
        assertStatus(tenant.request().get("/webhooks/" + id), 200)
                .body("webhook.paused_because", containsString("410"));
        tenant.customer("Meanwhile");
        int before = receiver.messages.size();

        receiver.answer = message -> 200;
        assertStatus(tenant.json("{\"status\": \"active\"}").patch("/webhooks/" + id), 200);
        await().until(() -> receiver.messages.size() == before + 2);
        assertStatus(tenant.request().get("/webhooks/" + id), 200)
                .body("webhook.status", equalTo("active"))
                .body("webhook.paused_because", nullValue());
    }

    @Test
    void an_endpoint_that_fails_for_days_is_paused() {
        receiver.answer = message -> 500;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");
        await().until(() -> receiver.messages.size() >= 2);
        TestDatabase.execute(
                "update webhook set failing_since = failing_since - 3 * 86400 where business_id = " + tenant.id());

        await().until(() -> status(id).equals("paused"));
        assertStatus(tenant.request().get("/webhooks/" + id), 200)
                .body("webhook.paused_because", containsString("72 hours"));
    }

    @Test
    void one_event_or_a_range_is_sent_again() {
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customers(5);
        await().until(() -> receiver.messages.size() == 5);
        var events = receiver.events().stream().sorted().toList();

        assertStatus(tenant.json(Map.of("event", events.get(1))).post("/webhooks/" + id + "/resend"), 200);
        await().until(() -> receiver.messages.size() == 6);
        assertThat(receiver.messages.get(5).event()).isEqualTo(events.get(1));
        await().until(() -> tenant.json(Map.of("from", events.get(2), "to", events.get(4)))
                        .post("/webhooks/" + id + "/resend")
                        .statusCode()
                == 200);
        await().until(() -> receiver.messages.size() == 9);
        assertThat(receiver.events().subList(6, 9)).containsExactlyInAnyOrderElementsOf(events.subList(2, 5));
        assertStatus(
                        tenant.request()
                                .queryParam("filter[event]", events.get(2))
                                .get("/webhooks/" + id + "/attempts"),
                        200)
                .header("X-Total-Count", "2");
        assertStatus(tenant.json("{}").post("/webhooks/" + id + "/resend"), 400);
        assertInvalid(tenant.json("{\"from\": 2, \"to\": 1}").post("/webhooks/" + id + "/resend"), "to");
        assertInvalid(tenant.json("{\"event\": \"x\"}").post("/webhooks/" + id + "/resend"), "event");
    }

    @Test
    void what_another_instance_has_begun_is_taken_over_when_its_lease_is_over() {
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        TestDatabase.execute(
                "update webhook set lease = 'killed', leased_until = extract(epoch from now()) + 3 where business_id = "
                        + tenant.id());
        tenant.customer("Acme");

        await().until(() -> receiver.messages.size() == 1);
        assertThat(status(id)).isEqualTo("active");
    }

    @Test
    void a_redirect_is_not_followed() {
        receiver.answer = message -> 302;
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        tenant.customer("Acme");

        await().until(() -> receiver.messages.size() >= 2);
        assertStatus(attempts(id), 200).body("attempts.status", hasItem(302));
        assertThat(receiver.messages)
                .extracting(Message::id)
                .containsOnly(receiver.messages.get(0).id());
    }

    @Test
    void a_paused_or_deleted_endpoint_gets_nothing() {
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        assertStatus(tenant.json("{\"status\": \"paused\"}").patch("/webhooks/" + id), 200);
        tenant.customer("Acme");
        try (var other = new Receiver()) {
            endpoint(Map.of("url", other.url()));
            tenant.customer("Acme");
            await().until(() -> other.messages.size() == 1);
            assertThat(receiver.messages).isEmpty();
            assertStatus(tenant.request().delete("/webhooks/" + id), 204);
            assertStatus(tenant.request().delete("/webhooks/" + id), 404);
            assertThat(TestDatabase.number("select count(*) from webhook_attempt where webhook_id = ?", (long) id))
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endpoints_are_listed_within_their_business_and_need_their_permission() {
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");

        assertStatus(tenant.request().get("/webhooks"), 200)
                .header("X-Total-Count", "1")
                .body("webhooks[0].url", equalTo(receiver.url()))
                .body("webhooks[0].status", equalTo("active"));
        assertThat(tenant.request().get("/webhooks?envelope=0").<String>path("[0].object"))
                .isEqualTo("webhook");
        var other = Tenant.create();
        assertStatus(other.request().get("/webhooks"), 200).body("webhooks", empty());
        for (var path : List.of("", "/attempts")) {
            assertStatus(other.request().get("/webhooks/" + id + path), 404);
        }
        assertStatus(other.request().delete("/webhooks/" + id), 404);
        assertStatus(other.json("{\"status\": \"paused\"}").patch("/webhooks/" + id), 404);
        assertStatus(other.json("{\"event\": 1}").post("/webhooks/" + id + "/resend"), 404);
        assertStatus(other.json("{}").post("/webhooks/" + id + "/rotate_secret"), 404);
        var weak = Tenant.key(tenant.id(), "read", "write", "events");
        assertStatus(Tenant.with(weak).get("/webhooks"), 403);
        assertStatus(Tenant.json(weak, Map.of("url", receiver.url())).post("/webhooks"), 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com",
                "example.com/hook",
                "https://",
                "https://user:password@example.com/",
                "https://example.com/#part",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://exa mple.com/",
                "javascript:alert(1)"
            })
    void a_url_that_nothing_can_be_sent_to_is_refused(String url) {
        assertInvalid(tenant.json(Map.of("url", url)).post("/webhooks"), "url");
    }

    @Test
    void an_endpoint_with_something_unknown_is_refused() {
        assertInvalid(tenant.json(Map.of()).post("/webhooks"), "url");
        assertInvalid(
                tenant.json(Map.of("url", receiver.url(), "types", List.of("customer.eaten")))
                        .post("/webhooks"),
                "types");
        assertInvalid(
                tenant.json(Map.of("url", receiver.url(), "types", List.of())).post("/webhooks"), "types");
        assertInvalid(
                tenant.json(Map.of("url", receiver.url(), "status", "paused")).post("/webhooks"), "status");
        int id = endpoint(Map.of("url", receiver.url())).path("webhook.id");
        assertInvalid(tenant.json("{\"status\": \"x\"}").patch("/webhooks/" + id), "status");
        assertInvalid(tenant.json("{\"overlap\": \"x\"}").post("/webhooks/" + id + "/rotate_secret"), "overlap");
        assertStatus(attempts(id), 200).body("attempts", empty());
        assertRefused(tenant.request().get("/webhooks/0"), 404);
        assertThat(tenant.request().get("/webhooks").asString()).doesNotContain("whsec");
        assertStatus(tenant.request().get("/webhooks"), 200).body("webhooks.url", not(hasItem(startsWith("ftp"))));
    }

    private Response endpoint(Map<String, ?> body) {
        var created = tenant.json(body).post("/webhooks");
        assertStatus(created, 201);
        return created;
    }

    private void edit(long id, String name) {
        assertStatus(tenant.json(Map.of("name", name)).patch("/customers/{id}", id), 200);
    }

    private Response attempts(int id) {
        return tenant.request().get("/webhooks/" + id + "/attempts");
    }

    private String status(int id) {
        return tenant.request().get("/webhooks/" + id).path("webhook.status");
    }

    /** The events of customers that the endpoint has answered 200, in the order in which they came. */
    private List<Long> delivered(Set<Long> customers) {
        return receiver.messages.stream()
                .filter(message -> customers.contains(message.customer()))
                .filter(message -> receiver.answer.apply(message) == 200)
                .map(Message::event)
                .collect(Collectors.toList());
    }
}
