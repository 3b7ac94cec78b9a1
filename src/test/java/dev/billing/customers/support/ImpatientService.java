package dev.billing.customers.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * The service with two connections that go through {@link DatabaseProxy}, and little patience. It does nothing of its own
 * accord but look for events that somebody waits for, so that what a request costs can be counted.
 */
public class ImpatientService implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "customers.idempotency.delete-every", "1H",
                "customers.deleted.delete-every", "1H",
                "customers.events.delete-every", "1H",
                "customers.webhooks.delete-every", "1H",
                "customers.webhooks.poll", "1H",
                "customers.database.pool-size", "2",
                "customers.database.pool-wait", "1S",
                "customers.database.statement-timeout", "500MS",
                "customers.database.unindexed-list-timeout", "200MS",
                "customers.database.deadline", "2S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(DatabaseProxy.class));
    }
}
