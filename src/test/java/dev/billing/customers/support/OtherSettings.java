package dev.billing.customers.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Settings that other tests leave as they are, and that have nothing to do with each other: the service starts once for the tests of all
 * of them.
 */
public class OtherSettings implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "customers.http.cors-enabled", "true",
                "customers.http.cors-origins", "https://portal.example",
                "customers.http.public-url", "https://api.example/billing/",
                "otel.sdk.disabled", "false",
                "quarkus.otel.exporter.otlp.enabled", "false",
                "quarkus.flyway.migrate-at-start", "true",
                "quarkus.hibernate-orm.database.start-offline", "false",
                "quarkus.hibernate-orm.schema-management.strategy", "validate");
    }
}
