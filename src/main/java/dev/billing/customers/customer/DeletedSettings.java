package dev.billing.customers.customer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of deleted customers; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.deleted")
public interface DeletedSettings {

    /** How long a deleted customer can be restored. */
    @WithDefault("30D")
    Duration keep();

    /** How often those that are older are deleted for good. */
    @WithDefault("1H")
    Duration deleteEvery();
}
