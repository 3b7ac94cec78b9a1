package dev.billing.customers.database;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.PgBouncer;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The service behind a real PgBouncer in transaction mode, as in {@code k8s/overlays/postgres-ha}. */
@QuarkusTest
@WithTestResource(PgBouncer.class)
@EnabledIf(
        value = "dev.billing.customers.support.PgBouncer#isInstalled",
        disabledReason = "Left out: PgBouncer 1.21 or later is not on this machine.")
class PgBouncerTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void every_kind_of_request_is_served() {
        long customer = tenant.customer("Acme");
        long contact = tenant.contact(customer, Map.of("name", "Ann", "email", "ann@example.com"));
        var entry = Map.of("amount", 5, "reference", "R-1");
        assertStatus(tenant.json(entry).post("/customers/{id}/balance_entries", customer), 201);
        assertStatus(tenant.json(Map.of("name", "B")).patch("/customers/{id}", customer), 200);
        for (int sent = 0; sent < 2; sent++) {
            var once = tenant.json(Map.of("name", "Once")).header("Idempotency-Key", "one");
            assertStatus(once.post("/customers"), 201);
        }

        tenant.fetched(customer).then().body("customer.name", equalTo("B")).body("customer.balance", equalTo(5));
        tenant.request().get("/customers?sort=name&per_page=1").then().body("customers", hasSize(1));
        tenant.request()
                .get("/customers/{id}/contacts/{contact}", customer, contact)
                .then()
                .statusCode(200);
        assertStatus(tenant.request().accept("text/csv").get("/customers?sort=city"), 200);
        assertStatus(tenant.request().delete("/customers/{id}", customer), 204);
        assertThat(tenant.total()).isEqualTo(1);
    }

    @Test
    void requests_at_once_share_the_connections_of_the_pooler() throws Exception {
        long customer = tenant.customer("Acme");

        atOnce(IntStream.range(0, 64)
                .<Callable<Boolean>>mapToObj(n -> () -> {
                    if (n % 2 == 0) {
                        assertStatus(tenant.fetched(customer), 200);
                    } else {
                        assertStatus(tenant.json(Map.of("name", "C" + n)).post("/customers"), 201);
                    }
                    return true;
                })
                .toList());

        assertThat(tenant.total()).isEqualTo(33);
    }
}
