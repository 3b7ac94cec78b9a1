package dev.billing.customers.error;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.DatabaseProxy.AWAY;
import static dev.billing.customers.support.DatabaseProxy.OLD_ONES_SWALLOWED;
import static dev.billing.customers.support.DatabaseProxy.SILENT;
import static dev.billing.customers.support.DatabaseProxy.THERE;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.ImpatientService;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row "the database is away or too slow" of the contract's table of errors. */
@QuarkusTest
@TestProfile(ImpatientService.class)
class DatabaseAwayTest {

    Consumer<String> database;

    private final Tenant tenant = Tenant.create();

    @AfterEach
    void the_database_is_back() {
        database.accept(THERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {AWAY, SILENT})
    void a_database_that_is_away_answers_503_with_retry_after_and_is_used_again_when_it_is_back(String state)
            throws Exception {
        long id = tenant.customer("Acme");
        var other = Tenant.create();
        other.customer("Acme");
        var requests = List.<Function<Tenant, Response>>of(
                business -> business.request().get("/customers"),
                business -> business.fetched(id),
                business -> business.json("{\"name\":\"x\"}").post("/customers"),
                business -> business.json("{\"name\":\"x\"}").patch("/customers/{id}", id),
                business -> business.request().delete("/customers/{id}", id),
                business -> business.request().get("/customers/{id}/contacts", id),
                business -> business.json("{\"amount\": 1, \"reference\": \"x\"}")
                        .post("/customers/{id}/balance_entries", id),
                business -> business.json("{\"email\": \"a@b.example\"}").put("/portal_users/u-1"));
        database.accept(state);

        // Two at once, and no more: each business has one of the two connections.
        for (int i = 0; i < requests.size(); i += 2) {
            var first = requests.get(i);
            var second = requests.get(i + 1);
            atOnce(List.<Callable<Response>>of(() -> first.apply(tenant), () -> second.apply(other)))
                    .forEach(DatabaseAwayTest::assertUnavailable);
        }
        assertUnavailable(Tenant.with("ck_" + "A".repeat(43)).get("/customers"));
        assertStatus(Tenant.with("not shaped like a key").get("/customers"), 401);
        assertStatus(Tenant.operator().get("/q/health/ready"), 503);
        assertStatus(Tenant.operator().get("/q/health/live"), 200);

        database.accept(THERE);
        eventually(() -> tenant.fetched(id), 200);
    }

    /** The deadline is two seconds. */
    @Test
    void a_reader_may_wait_for_events_for_longer_than_the_database_may_take() {
        var tenant = Tenant.create();
        tenant.customer("Acme");
        long newest = tenant.request().get("/events").jsonPath().getLong("events[0].id");

        assertStatus(tenant.request().get("/events?after=" + newest + "&wait=5"), 200)
                .body("events", hasSize(0));
    }

    @Test
    void connections_that_fell_silent_are_replaced_after_one_request_that_met_its_deadline() {
        long id = tenant.customer("Acme");
        assertStatus(tenant.request().get("/customers"), 200);
        database.accept(OLD_ONES_SWALLOWED);

        assertUnavailable(tenant.fetched(id));

        for (int i = 0; i < 10; i++) {
            assertStatus(tenant.fetched(id), 200);
        }
        assertStatus(tenant.json("{\"name\":\"x\"}").patch("/customers/{id}", id), 200);
        assertStatus(Tenant.operator().get("/q/health/ready"), 200);
    }

    @Test
    void a_locked_row_answers_503_and_the_edit_is_not_made_later() throws Exception {
        long id = tenant.customer("Acme");
        try (var other = TestDatabase.uncommitted(
                "select from customer where business_id = ? and id = ? for update", tenant.id(), id)) {
            assertUnavailable(tenant.json("{\"name\":\"Changed\"}").patch("/customers/{id}", id));
            assertUnavailable(tenant.request().delete("/customers/{id}", id));
            assertStatus(tenant.fetched(id), 200);

            other.rollback();
        }
        tenant.fetched(id).then().body("customer.name", equalTo("Acme"));
    }

    @Test
    void a_table_that_is_locked_away_answers_503() throws Exception {
        tenant.customer("Acme");
        try (var other = TestDatabase.uncommitted("lock table customer in access exclusive mode")) {
            assertUnavailable(tenant.request().get("/customers"));

            other.rollback();
        }
        assertStatus(tenant.request().get("/customers"), 200);
    }

    @Test
    void a_list_that_no_index_serves_has_less_time_and_is_told_what_would_help() throws Exception {
        tenant.customer("Acme");
        try (var other = TestDatabase.uncommitted("lock table customer in access exclusive mode")) {
            for (var unindexed : List.of("sort=city", "sort=name,email", "filter[city]=x", "filter[notes]=")) {
                assertStatus(tenant.request().get("/customers?" + unindexed), 429)
                        .header("Retry-After", "1")
                        .body("type", equalTo("invalid_request"))
                        .body("message", containsString("took longer than 200 ms"))
                        .body("message", containsString("sort by one of: created_at, updated_at, id, number, name"));
            }

            other.rollback();
        }
        assertStatus(tenant.request().get("/customers?sort=city"), 200).header("X-Total-Count", "1");
    }

    /** The pool finds out by itself that the database is back, which takes it an attempt or two. */
    private static void eventually(Supplier<Response> call, int status) {
        await().until(() -> call.get().statusCode() == status);
    }

    private static void assertUnavailable(Response answer) {
        assertStatus(answer, 503)
                .header("Retry-After", "2")
                .header("Content-Type", "application/json")
                .body("type", equalTo("api"));
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.jsonPath().getMap("")).containsOnlyKeys("type", "message");
    }
}
