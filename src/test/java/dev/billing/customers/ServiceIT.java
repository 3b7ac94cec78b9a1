package dev.billing.customers;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.ListAnswers;
import dev.billing.customers.support.Ports;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One way through everything on what is shipped, a package or a native executable: whatever was built. */
@QuarkusIntegrationTest
@WithTestResource(ServiceIT.Database.class)
class ServiceIT {

    /** A database of its own, and the token that tests use. */
    public static class Database extends TestDatabase {

        private static final String MANAGEMENT_PORT = "quarkus.management.test-port";

        @Override
        public Map<String, String> start() {
            var port = Integer.toString(Ports.free());
            System.setProperty(MANAGEMENT_PORT, port); // for this side, which reads the same setting
            var url = TestDatabase.databaseOfItsOwn(
                    "shipped_" + ProcessHandle.current().pid());
            return Map.of(
                    MANAGEMENT_PORT,
                    port,
                    "quarkus.management.port",
                    port,
                    "customers.database.url",
                    url,
                    "customers.database.username",
                    TestDatabase.server().username(),
                    "customers.database.password",
                    TestDatabase.server().password(),
                    "customers.operator.token",
                    "dev-operator-token",
                    "customers.shutdown.delay",
                    "0S",
                    "customers.warm-up",
                    "0S");
        }

        @Override
        public void stop() {
            System.clearProperty(MANAGEMENT_PORT);
        }
    }

    @Test
    void everything_works_on_what_is_shipped() {
        var tenant = Tenant.create();
        long acme = tenant.customer(Map.of("name", "Acme", "email", "billing@acme.example"));
        tenant.customer("Bolt");

        var request = tenant.json(Map.of("notes", "Söhne 🦊")).header("Prefer", "return=representation");
        assertStatus(request.patch("/customers/{id}", acme), 200).body("customer.notes", equalTo("Söhne 🦊"));
        var page = tenant.request()
                .queryParam("filter", "{\"name\":[\"Acme\",\"Bolt\"]}")
                .get("/customers?sort=name desc&per_page=1");
        assertStatus(page, 200).header("X-Total-Count", "2").body("customers.name", contains("Bolt"));
        tenant.raw().get(ListAnswers.links(page).get("next")).then().body("customers.name", contains("Acme"));

        assertStatus(tenant.form("amount=12.50&reference=INV-1").post("/customers/{id}/balance_entries", acme), 201);
        tenant.contact(acme, Map.of("name", "Tia", "email", "tia@xn--bcher-kva.example"));
        assertStatus(tenant.json(Map.of("email", "TIA@BÜCHER.example")).put("/portal_users/u-1?expand=customer"), 201)
                .body("portal_user.contacts", hasSize(1))
                .body("portal_user.contacts[0].customer.name", equalTo("Acme"));

        assertInvalid(tenant.json("{\"name\": 7}").post("/customers"), "name");
        assertStatus(Tenant.with("nobody").get("/customers"), 401);
        assertStatus(tenant.request().delete("/customers/{id}", acme), 204);
        Tenant.operator()
                .get("/operator/businesses/{id}/customer_total", tenant.id())
                .then()
                .body("customer_total.kept", equalTo(1))
                .body("customer_total.counted", equalTo(1));
        assertStatus(Tenant.operator().get("/q/health/ready"), 200);
    }
}
