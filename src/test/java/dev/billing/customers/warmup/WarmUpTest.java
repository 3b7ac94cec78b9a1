package dev.billing.customers.warmup;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static dev.billing.customers.support.Tenant.operator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The walk of an instance that warms up, with the settings that could be in its way. */
@ServiceTest
@TestProfile(WarmUpTest.WarmingUp.class)
class WarmUpTest {

    /** A short walk, where plain HTTP is refused and links have another host. */
    public static class WarmingUp implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "customers.warm-up", "2S",
                    "customers.http.https-only", "true",
                    "customers.http.trusted-proxies", "127.0.0.1",
                    "customers.http.cors-enabled", "true",
                    "customers.http.cors-origins", "https://portal.example",
                    "customers.http.public-url", "https://api.example/billing/");
        }
    }

    @Inject
    WarmUp warmUp;

    @Test
    void it_sends_requests_and_is_ready_and_nothing_is_stored_counted_or_refused() {
        await().until(() -> operator().get("/q/health/ready").statusCode() == 200);

        assertThat(warmUp.isOver()).isTrue();
        assertThat(warmUp.report()).matches("Warmed up: [1-9][0-9]* requests in [0-9.]+ s");
        assertThat(operator().get("/q/metrics").asString())
                .doesNotContain("http_server_requests_seconds_count{")
                .doesNotContain("http_client_requests");
        for (var table : new String[] {"customer", "contact", "idempotency_key", "customer_total"}) {
            assertThat(TestDatabase.number("select count(*) from " + table + " where business_id = 0"))
                    .isZero();
        }
        assertStatus(operator().get("/q/health/live"), 200);
    }
}
