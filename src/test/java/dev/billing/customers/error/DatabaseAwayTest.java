package dev.billing.customers.error;

import static dev.billing.customers.support.DatabaseProxy.AWAY;
import static dev.billing.customers.support.DatabaseProxy.OLD_ONES_SWALLOWED;
import static dev.billing.customers.support.DatabaseProxy.SILENT;
import static dev.billing.customers.support.DatabaseProxy.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ImpatientService;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.function.Consumer;
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
    void a_database_that_is_away_answers_503_with_retry_after_and_is_used_again_when_it_is_back(String state) {
        long id = tenant.customer("Acme");
        database.accept(state);

        assertUnavailable(tenant.request().get("/customers"));
        assertUnavailable(tenant.request().get("/customers/{id}", id));
        assertUnavailable(tenant.json("{\"name\":\"x\"}").post("/customers"));
        assertUnavailable(tenant.json("{\"name\":\"x\"}").patch("/customers/{id}", id));
        assertUnavailable(tenant.request().delete("/customers/{id}", id));
        assertUnavailable(tenant.request().get("/customers/{id}/contacts", id));
        assertUnavailable(Tenant.with("ck_" + "A".repeat(43)).get("/customers"));
        Tenant.with("not shaped like a key").get("/customers").then().statusCode(401);
        assertUnavailable(
                tenant.json("{\"amount\": 1, \"reference\": \"x\"}").post("/customers/{id}/balance_entries", id));
        assertUnavailable(tenant.json("{\"email\": \"a@b.example\"}").put("/portal_users/u-1"));
        Tenant.operator().get("/q/health/ready").then().statusCode(503);
        Tenant.operator().get("/q/health/live").then().statusCode(200);

        database.accept(THERE);
        eventually(() -> tenant.request().get("/customers/{id}", id), 200);
    }

    @Test
    void connections_that_fell_silent_are_replaced_after_one_request_that_met_its_deadline() {
        long id = tenant.customer("Acme");
        tenant.request().get("/customers").then().statusCode(200);
        database.accept(OLD_ONES_SWALLOWED);

        assertUnavailable(tenant.request().get("/customers/{id}", id));

        for (int i = 0; i < 10; i++) {
            tenant.request().get("/customers/{id}", id).then().statusCode(200);
        }
        tenant.json("{\"name\":\"x\"}").patch("/customers/{id}", id).then().statusCode(200);
        Tenant.operator().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void a_locked_row_answers_503_and_the_edit_is_not_made_later() throws Exception {
        long id = tenant.customer("Acme");
        try (var other = TestDatabase.connect();
                var lock = other.prepareStatement("select from customer where id = ? for update")) {
            other.setAutoCommit(false);
            lock.setLong(1, id);
            lock.execute();

            assertUnavailable(tenant.json("{\"name\":\"Changed\"}").patch("/customers/{id}", id));
            assertUnavailable(tenant.request().delete("/customers/{id}", id));
            tenant.request().get("/customers/{id}", id).then().statusCode(200);

            other.rollback();
        }
        tenant.request().get("/customers/{id}", id).then().body("customer.name", equalTo("Acme"));
    }

    @Test
    void a_table_that_is_locked_away_answers_503() throws Exception {
        tenant.customer("Acme");
        try (var other = TestDatabase.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table customer in access exclusive mode");

            assertUnavailable(tenant.request().get("/customers"));

            other.rollback();
        }
        tenant.request().get("/customers").then().statusCode(200);
    }

    @Test
    void a_list_that_no_index_serves_has_less_time_and_is_told_what_would_help() throws Exception {
        tenant.customer("Acme");
        try (var other = TestDatabase.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table customer in access exclusive mode");

            for (var unindexed : List.of("sort=city", "sort=name,email", "filter[city]=x", "filter[notes]=")) {
                tenant.request()
                        .get("/customers?" + unindexed)
                        .then()
                        .statusCode(429)
                        .header("Retry-After", "1")
                        .body("type", equalTo("invalid_request"))
                        .body("message", containsString("took longer than 200 ms"))
                        .body("message", containsString("sort by one of: created_at, updated_at, id, number, name"));
            }

            other.rollback();
        }
        tenant.request().get("/customers?sort=city").then().statusCode(200).header("X-Total-Count", "1");
    }

    /** The pool finds out by itself that the database is back, which takes it an attempt or two. */
    private static void eventually(Supplier<Response> call, int status) {
        int last = 0;
        for (int attempt = 0; attempt < 20 && last != status; attempt++) {
            last = call.get().statusCode();
        }
        assertThat(last).isEqualTo(status);
    }

    private static void assertUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .header("Retry-After", "2")
                .header("Content-Type", "application/json")
                .body("type", equalTo("api"));
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.jsonPath().getMap("")).containsOnlyKeys("type", "message");
    }
}
