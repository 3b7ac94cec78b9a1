package dev.billing.customers.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.OtherSettings;
import dev.billing.customers.support.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** Hibernate's mapping beside the schema that Flyway makes: in a package the two are not compared any more. */
@ServiceTest
@TestProfile(OtherSettings.class)
class MappingTest {

    @Inject
    Mutiny.SessionFactory sessions;

    /** The service would not have started otherwise. */
    @Test
    void hibernate_starts_on_the_migrated_schema() {
        assertThat(sessions.isOpen()).isTrue();
    }
}
