package dev.billing.customers.database;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static io.restassured.RestAssured.port;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** More callers than the database can serve, and callers who do not wait for their answers. */
@ServiceTest
class OverloadTest {

    private static final int POOL_SIZE = 20;
    private static final long READ_CONNECTIONS = 4;

    /** No customer has this id. A delete needs a connection of the pool, and so does a page that is far from the first one. */
    private static final String NOBODY = "/customers/9999999999";

    private static final int FIRST_PAGE_BY_POOL = 12;
    private static final String LOCK = "lock table customer in access exclusive mode";
    private static final String ACTIVE =
            "select count(*) from pg_stat_activity where application_name = 'customers' and wait_event_type = 'Lock'";

    private static final String TERMINATE =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'customers' and wait_event_type = 'Lock'";

    private final Tenant one = Tenant.create();
    private final Tenant other = Tenant.create();

    @Test
    void callers_that_hang_up_cost_no_connection() throws Exception {
        long ofOne = one.customer("Acme");
        try (var database = TestDatabase.uncommitted(LOCK)) {
            var callers = new ArrayList<Socket>();
            for (int i = 0; i < 100; i++) {
                callers.add(send(one, "DELETE", NOBODY));
                callers.add(send(other, "/customers?sort=name&page=" + (i + FIRST_PAGE_BY_POOL)));
            }
            await().until(() -> TestDatabase.number(ACTIVE) == POOL_SIZE);
            for (int i = 0; i < callers.size(); i += 2) {
                callers.get(i).close();
            }
            database.rollback();
            for (int i = 1; i < callers.size(); i += 2) {
                assertThat(status(callers.get(i))).isIn(200, 429, 503);
            }
            await().until(() -> gauge("sql_pool_active") == 0 && gauge("sql_pool_queue_size") == 0);
            await().until(() -> gauge("database_permits_active") == 0 && gauge("database_permits_waiting") == 0);

            database.createStatement().execute(LOCK);
            var again = new ArrayList<Socket>();
            for (int i = 0; i < POOL_SIZE; i++) {
                again.add(send(one, "DELETE", NOBODY));
                again.add(send(other, "DELETE", NOBODY));
            }
            await().until(() -> TestDatabase.number(ACTIVE) == POOL_SIZE);
            database.rollback();
            for (var caller : again) {
                status(caller);
            }
        }
        assertStatus(one.fetched(ofOne), 200);
    }

    @Test
    void one_business_has_half_of_the_connections_and_the_others_are_served_meanwhile() throws Exception {
        long mine = one.customer("Acme");
        long theirs = other.customer("Acme");
        try (var database = TestDatabase.uncommitted(
                "select from customer where business_id = ? and id = ? for update", one.id(), mine)) {
            var greedy = new ArrayList<Socket>();
            for (int i = 0; i < 60; i++) {
                greedy.add(send(one, "DELETE", "/customers/" + mine));
            }
            await().until(() -> TestDatabase.waitingForRows() == POOL_SIZE / 2);

            assertStatus(other.fetched(theirs), 200);
            assertStatus(Tenant.operator().get("/q/health/ready"), 200);

            var statuses = new TreeSet<Integer>();
            for (var caller : greedy) {
                statuses.add(status(caller));
            }
            // The row is not free in time for those that were let in, and the rest waits longer than anybody may. Where
            // tables are
            // distributed, the nodes do not know the lock timeout, so that nothing may end while the rest waits.
            assertThat(statuses).contains(503).isSubsetOf(429, 503);
            assertThat(statuses.contains(429) || TestDatabase.isDistributed()).isTrue();
            database.rollback();
        }
    }

    @Test
    void short_reads_share_a_few_connections_and_outlive_them() throws Exception {
        long mine = one.customer("Acme");
        try (var database = TestDatabase.uncommitted(LOCK)) {
            var callers = new ArrayList<Socket>();
            for (int i = 0; i < 60; i++) {
                callers.add(send(one, "/customers/" + mine));
            }
            await().until(() -> gauge("database_permits_active{gate=\"reads\"") == callers.size());
            assertThat(TestDatabase.number(ACTIVE)).isBetween(1L, READ_CONNECTIONS);
            assertThat(TestDatabase.number(TERMINATE)).isBetween(1L, READ_CONNECTIONS);
            database.rollback();

            for (var caller : callers) {
                assertThat(status(caller)).isEqualTo(200);
            }
        }
    }

    private static Socket send(Tenant tenant, String path) throws Exception {
        return send(tenant, "GET", path);
    }

    private static Socket send(Tenant tenant, String method, String path) throws Exception {
        var socket = new Socket("localhost", port);
        socket.getOutputStream()
                .write((method + " " + path
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                                + tenant.authorization()
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static int status(Socket caller) throws Exception {
        try (caller) {
            var answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static double gauge(String name) {
        var values = Tenant.operator()
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name.contains("{") ? name : name + "{"))
                .toList();
        assertThat(values).as(name).isNotEmpty();
        return values.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
