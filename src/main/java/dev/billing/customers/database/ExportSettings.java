package dev.billing.customers.database;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of exports, which read a whole list; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.exports")
public interface ExportSettings {

    /** Maximum number of exports that one instance runs at once. Each has a database connection of its own. */
    @Min(1)
    int atOnce();

    /** How many of them may be of one business. */
    @Min(1)
    int businessAtOnce();

    /** How long an export may take, however slow its client is. */
    @DurationMin(millis = 1)
    Duration timeLimit();

    /** How long an export waits for a client that takes nothing. */
    @DurationMin(millis = 1)
    Duration clientTimeout();
}
