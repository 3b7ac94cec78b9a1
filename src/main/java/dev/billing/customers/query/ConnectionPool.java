package dev.billing.customers.query;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gives the connection pool its limits: nobody waits forever, neither for a connection nor for a statement. */
@Singleton
class ConnectionPool implements PgPoolCreator {

    private final DatabaseSettings settings;

    ConnectionPool(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        var statementTimeout = Long.toString(settings.statementTimeout().toMillis());
        // Statements are planned once for each connection. Where businesses differ much in size, PostgreSQL would
        // plan some of them at each execution, which takes longer than reading a page. PlansTest holds both plans.
        input.pgConnectOptionsList().forEach(options -> options.addProperty("statement_timeout", statementTimeout)
                .addProperty("plan_cache_mode", "force_generic_plan")
                .setConnectTimeout((int) settings.poolWait().toMillis()));
        input.poolOptions()
                .setConnectionTimeout((int) settings.poolWait().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWaitQueueSize(settings.poolQueue());
        return PgBuilder.pool()
                .using(input.vertx())
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .build();
    }
}
