package dev.billing.customers.http;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** HTTP settings; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.http")
public interface HttpSettings {

    /** Whether plain HTTP is rejected. Behind a trusted proxy, the forwarded protocol counts. */
    boolean httpsOnly();

    /** Maximum number of open connections on each port; further ones are closed immediately. */
    @Min(1)
    int maxConnections();

    /** Timeout for the request line and headers. */
    @DurationMin(millis = 1)
    Duration headTimeout();

    /** Timeout for the request body. */
    @DurationMin(millis = 1)
    Duration bodyTimeout();

    /** Timeout for a connection without a request. */
    @DurationMin(millis = 1)
    Duration idleTimeout();

    boolean accessLog();

    boolean corsEnabled();

    /** The allowed origins: absolute ones, or regular expressions between slashes. */
    Optional<List<String>> corsOrigins();

    /** The proxies whose forwarded headers are trusted: addresses, CIDR ranges or host names. */
    List<String> trustedProxies();
}
