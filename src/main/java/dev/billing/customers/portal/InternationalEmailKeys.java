package dev.billing.customers.portal;

import dev.billing.customers.api.EmailKeyMigration;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migration 21: keys of addresses have internationalized domains as people write them, where they had them in ASCII before. */
public class InternationalEmailKeys extends EmailKeyMigration {

    /** The migration. */
    public InternationalEmailKeys() {
        super(
                "21",
                List.of("customer", "deleted_customer", "contact", "deleted_contact", "portal_user"),
                "(email_key like '%@%xn--%' or email ilike '%@%xn--%')");
    }

    @Singleton
    static class Registration implements FlywayConfigurationCustomizer {

        @Override
        public void customize(FluentConfiguration configuration) {
            add(new InternationalEmailKeys(), configuration);
        }
    }
}
