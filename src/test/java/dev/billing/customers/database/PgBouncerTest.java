package dev.billing.customers.database;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.PgBouncer;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    void what_was_imported_is_searched_and_exported() {
        var file = IntStream.range(0, 1200)
                .mapToObj(n -> "{\"number\":\"N-%d\",\"name\":\"Customer %d\",\"contacts\":[{\"name\":\"Ann\"}]}"
                        .formatted(n, n))
                .collect(Collectors.joining("\n"));
        for (var result : List.of("created", "unchanged")) {
            var answer = tenant.request()
                    .contentType("application/x-ndjson; charset=utf-8")
                    .body(file.getBytes(StandardCharsets.UTF_8))
                    .post("/customers/import");
            assertStatus(answer, 200).body(containsString("\"" + result + "\":1200"));
        }

        tenant.request().get("/customers?q=ann custommer 1199").then().body("customers.number", contains("N-1199"));
        var exported = tenant.request()
                .accept("text/csv")
                .get("/customers?sort=number desc&fields=number&filter[name][contains]=omer");
        assertThat(exported.asString().lines()).hasSize(1201).startsWith("number", "N-999");
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
