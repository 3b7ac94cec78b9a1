package dev.billing.customers.http;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The settings of the HTTP side; docs/configuration.md says what each does. */
@ConfigMapping(prefix = "customers.http")
public interface HttpSettings {

    /** Whether plain HTTP is refused, judged by the forwarded protocol behind a trusted proxy. */
    boolean httpsOnly();

    /** How many connections are open at once on each port; more are closed at once. */
    @Min(1)
    int maxConnections();

    /** How long a caller may take to send the head of a request. */
    @DurationMin(millis = 1)
    Duration headTimeout();

    /** How long a caller may take to send the body of a request. */
    @DurationMin(millis = 1)
    Duration bodyTimeout();

    /** How long a connection may be open without a request. */
    @DurationMin(millis = 1)
    Duration idleTimeout();

    /** Whether each answer is logged. */
    boolean accessLog();

    /** Whether browsers of other origins are let in. */
    boolean corsEnabled();

    /** The origins that are let in: absolute ones, or regular expressions between slashes. */
    Optional<List<String>> corsOrigins();

    /** The proxies whose forwarded headers are believed: addresses, CIDR ranges or host names. */
    List<String> trustedProxies();
}
