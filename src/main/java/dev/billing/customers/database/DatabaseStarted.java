package dev.billing.customers.database;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** UP once the database was available and has been migrated. */
@Startup
@ApplicationScoped
class DatabaseStarted implements HealthCheck {

    private final DatabaseStart start;

    DatabaseStarted(DatabaseStart start) {
        this.start = start;
    }

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("database-start");
        return start.missing()
                .map(reason -> check.down().withData("reason", reason).build())
                .orElseGet(() -> check.up().build());
    }
}
