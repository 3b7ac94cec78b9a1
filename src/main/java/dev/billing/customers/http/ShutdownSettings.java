package dev.billing.customers.http;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Shutdown settings; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.shutdown")
public interface ShutdownSettings {

    /** How long requests are still accepted after readiness is DOWN, so that gateways can notice. */
    Duration delay();

    /** How long in-flight requests may take after that. */
    Duration timeout();
}
