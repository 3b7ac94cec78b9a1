package dev.billing.customers.http;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How the service ends; docs/configuration.md says what each does. */
@ConfigMapping(prefix = "customers.shutdown")
public interface ShutdownSettings {

    /** How long requests are still taken after the readiness is gone, so that gateways can notice. */
    Duration delay();

    /** How long requests in flight may take afterwards. */
    Duration timeout();
}
