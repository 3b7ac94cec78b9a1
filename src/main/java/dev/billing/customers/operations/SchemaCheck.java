package dev.billing.customers.operations;

import dev.billing.customers.query.DatabaseSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.flywaydb.core.Flyway;

/** Where somebody else migrates the database, the service starts only when that is done. */
@ApplicationScoped
class SchemaCheck {

    void check(@Observes StartupEvent start, DatabaseSettings settings, Flyway flyway) {
        if (!settings.migrate()) {
            flyway.validate();
        }
    }
}
