package dev.billing.customers.query;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;

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

    /** Its password, where it needs one. */
    Optional<String> password();

    /** How many connections one instance keeps at the most. */
    @Min(1)
    int poolSize();

    /** How many requests may wait for a connection; more are answered 503 at once. */
    @Min(1)
    int poolQueue();

    /** How long a request waits for a connection. */
    Duration poolWait();

    /** How long the database works on one statement before it gives up. */
    Duration statementTimeout();

    /** How long a piece of work may take altogether; the last resort for a database that does not answer at all. */
    Duration deadline();
}
