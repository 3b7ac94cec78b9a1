package dev.billing.customers.contact;

import dev.billing.customers.api.EmailKeyMigration;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migration 5: gives the contacts from before there were portal users the keys of their addresses. */
public class ContactEmailKeys extends EmailKeyMigration {

    /** The migration. */
    public ContactEmailKeys() {
        super("5", List.of("contact"), "email_key is null");
    }

    @Singleton
    static class Registration implements FlywayConfigurationCustomizer {

        @Override
        public void customize(FluentConfiguration configuration) {
            add(new ContactEmailKeys(), configuration);
        }
    }
}
