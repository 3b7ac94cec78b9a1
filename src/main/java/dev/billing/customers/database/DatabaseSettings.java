package dev.billing.customers.database;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The settings of the database connection; docs/configuration.md says what each does. */
@ConfigMapping(prefix = "customers.database")
public interface DatabaseSettings {

    /** Whether the schema is migrated at start. */
    boolean migrate();

    /** Where the PostgreSQL is: {@code postgresql://host:port/database}. The one setting that has no default. */
    @Pattern(regexp = "postgresql://.+", message = "must look like postgresql://host:5432/customers")
    String url();

    /** The role to connect as. */
    String username();

    /** Its password, if it needs one. */
    Optional<String> password();

    /** How many connections one instance has for requests; {@value OpenConnections#RESERVED} more are for looking up keys and for readiness. */
    @Min(1)
    int poolSize();

    /** How many requests may wait for a connection; more are refused at once. */
    @Min(1)
    int poolQueue();

    /** Which part of the connections, and of the queue, one business may have at once. */
    @DecimalMin("0.01")
    @DecimalMax("1")
    double businessShare();

    /** How long a request waits for a connection. */
    @DurationMin(millis = 1)
    Duration poolWait();

    /** How long the database works on one statement before it gives up. */
    @DurationMin(millis = 1)
    Duration statementTimeout();

    /** The same for a list that no index serves. */
    @DurationMin(millis = 1)
    Duration unindexedListTimeout();

    /** How long a statement waits for a row that another transaction holds. */
    @DurationMin(millis = 1)
    Duration lockTimeout();

    /** How long a piece of work may take altogether; the last resort for a database that does not answer at all. */
    @DurationMin(millis = 1)
    Duration deadline();
}
