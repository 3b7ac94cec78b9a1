package dev.billing.customers.operations;

import dev.billing.customers.query.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the database answers soon and has been migrated. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final String SCHEMA_VERSION =
            "select version from flyway_schema_history where success and version is not null order by installed_rank desc limit 1";

    private final Database database;

    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var check = HealthCheckResponse.named("database");
        return database.query(SCHEMA_VERSION, List.of())
                .map(rows -> rows.iterator().next().getString(0))
                .ifNoItem()
                .after(SOON)
                .fail()
                .map(version -> check.up().withData("schema", version).build())
                .onFailure()
                .recoverWithItem(() -> check.down().build());
    }
}
