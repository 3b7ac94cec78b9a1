package dev.billing.customers.imports;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of imports; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.import")
public interface ImportSettings {

    /** How many imports of one business may run at once on an instance. */
    @Min(1)
    int atOnce();

    /** How many imports of all businesses may run at once on an instance, which bounds their memory. */
    @Min(1)
    int atOnceOfAll();

    /** The most lines that are stored in one transaction. */
    @Min(1)
    @Max(2000)
    int batchLines();

    /** How long a line may wait for others of its transaction. */
    @DurationMin(millis = 1)
    @DurationMax(seconds = 1)
    Duration batchWait();

    /** How long a client may send nothing, or read nothing while it has to. */
    @DurationMin(millis = 1)
    Duration idleTimeout();

    /** The most bytes of a compressed body after it was unpacked. */
    MemorySize maxUnpacked();

    /** The most bytes of results that are kept for a client that does not read them yet: a few for each line. */
    MemorySize unreadResults();
}
