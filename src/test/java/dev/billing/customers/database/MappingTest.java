package dev.billing.customers.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** Hibernate's mapping beside the schema that Flyway makes: in a package the two are not compared any more. */
@QuarkusTest
@TestProfile(MappingTest.Validated.class)
class MappingTest {

    public static class Validated implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.flyway.migrate-at-start", "true",
                    "quarkus.hibernate-orm.database.start-offline", "false",
                    "quarkus.hibernate-orm.schema-management.strategy", "validate");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class));
        }
    }

    @Inject
    Mutiny.SessionFactory sessions;

    /** The service would not have started otherwise. */
    @Test
    void hibernate_starts_on_the_migrated_schema() {
        assertThat(sessions.isOpen()).isTrue();
    }
}
