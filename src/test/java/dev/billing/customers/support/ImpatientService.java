package dev.billing.customers.support;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service with two connections that go through {@link DatabaseProxy}, and little patience. */
public class ImpatientService implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
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
