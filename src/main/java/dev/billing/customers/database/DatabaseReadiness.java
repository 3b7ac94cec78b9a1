package dev.billing.customers.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** UP if the database responds within two seconds and has been migrated. Readiness is not lost if all connections are busy. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final String SCHEMA_VERSION =
            "select version from flyway_schema_history where success and version is not null order by installed_rank desc limit 1";

    private final Database database;
    private final DatabaseStart start;

    DatabaseReadiness(Database database, DatabaseStart start) {
        this.database = database;
        this.start = start;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var check = HealthCheckResponse.named("database");
        var missing = start.missing();
        if (missing.isPresent()) {
            return Uni.createFrom()
                    .item(check.down().withData("reason", missing.get()).build());
        }
        return database.probe(SCHEMA_VERSION)
                .map(rows -> rows.iterator().next().getString(0))
                .ifNoItem()
                .after(SOON)
                .fail()
                .map(version -> check.up().withData("schema", version).build())
                .onFailure()
                .recoverWithItem(() -> check.down()
                        .withData("reason", "the database does not answer")
                        .build());
    }
}
