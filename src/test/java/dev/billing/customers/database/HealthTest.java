package dev.billing.customers.database;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Tenant.operator;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.billing.customers.support.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes of Kubernetes, on the management port. */
@ServiceTest
class HealthTest {

    @ParameterizedTest
    @ValueSource(strings = {"started", "live", "ready"})
    void a_running_service_passes_every_probe(String probe) {
        assertStatus(operator().get("/q/health/" + probe), 200).body("status", equalTo("UP"));
    }

    @Test
    void readiness_tells_which_schema_the_database_has() {
        operator()
                .get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'database' }.data.schema", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/operator/businesses"})
    void callers_of_the_api_see_nothing_of_operations(String path) {
        assertStatus(given().get(path), 404);
    }
}
