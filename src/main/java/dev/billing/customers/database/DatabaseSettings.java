package dev.billing.customers.database;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Database settings; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.database")
public interface DatabaseSettings {

    /** Whether the schema is migrated at start. */
    boolean migrate();

    /** The URL of the database: {@code postgresql://host:port/database}. The only setting that is required. */
    @Pattern(regexp = "postgresql://.+", message = "must look like postgresql://host:5432/customers")
    String url();

    /** The role to connect as. */
    String username();

    /** The role's password, if it needs one. */
    Optional<String> password();

    /**
     * Maximum number of connections of one instance for requests. Another {@value OpenConnections#RESERVED} are reserved for readiness
     * and for reads after a change.
     */
    @Min(1)
    int poolSize();

    /** Number of connections that requests share for short reads, one for each event loop at best. */
    @Min(1)
    int readConnections();

    /** Maximum number of requests that wait for a connection; further ones are rejected immediately. */
    @Min(1)
    int poolQueue();

    /** The part of the connections, and of the queue, that one business may use at once. */
    @DecimalMin("0.01")
    @DecimalMax("1")
    double businessShare();

    /** How long a request may wait for a connection. */
    @DurationMin(millis = 1)
    Duration poolWait();

    /** How PostgreSQL plans prepared statements, its {@code plan_cache_mode}: {@code auto} for Citus, which needs the parameters. */
    @Pattern(
            regexp = "auto|force_generic_plan|force_custom_plan",
            message = "must be auto, force_generic_plan or force_custom_plan")
    String planCacheMode();

    @DurationMin(millis = 1)
    Duration statementTimeout();

    /** The statement timeout of lists that no index serves. */
    @DurationMin(millis = 1)
    Duration unindexedListTimeout();

    /** The lock timeout: how long a statement waits for a row that another transaction has locked. */
    @DurationMin(millis = 1)
    Duration lockTimeout();

    /** The total time for a request's work at the database; the last resort if the database does not respond. */
    @DurationMin(millis = 1)
    Duration deadline();

    /** How often an instance looks for tables that have grown so much that PostgreSQL must analyze them. */
    @DurationMin(seconds = 1)
    Duration analyzeEvery();
}
