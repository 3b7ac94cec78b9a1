package dev.billing.customers.customer;

import dev.billing.customers.api.EmailKeyMigration;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Migration 16.1: gives the customers of before the keys of their addresses, where {@code lower} does not make the same. */
public class CustomerEmailKeys extends EmailKeyMigration {

    /** The migration. */
    public CustomerEmailKeys() {
        super("16.1", List.of("customer"), "email_key is null and octet_length(email) > char_length(email)");
    }

    @Singleton
    static class Registration implements FlywayConfigurationCustomizer {

        @Override
        public void customize(FluentConfiguration configuration) {
            add(new CustomerEmailKeys(), configuration);
        }
    }
}
