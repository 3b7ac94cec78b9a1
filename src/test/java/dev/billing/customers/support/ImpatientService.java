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
        return Map.ofEntries(
                Map.entry("customers.idempotency.delete-every", "1H"),
                Map.entry("customers.deleted.delete-every", "1H"),
                Map.entry("customers.events.delete-every", "1H"),
                Map.entry("customers.webhooks.delete-every", "1H"),
                Map.entry("customers.webhooks.poll", "1H"),
                Map.entry("customers.database.analyze-every", "1H"),
                Map.entry("customers.database.pool-size", "2"),
                Map.entry("customers.database.pool-wait", "1S"),
                Map.entry("customers.database.statement-timeout", "500MS"),
                Map.entry("customers.database.unindexed-list-timeout", "200MS"),
                Map.entry("customers.database.deadline", "2S"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(DatabaseProxy.class));
    }
}
