package dev.billing.customers.http;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/** The settings of the HTTP side; docs/configuration.md says what each does. */
@ConfigMapping(prefix = "customers.http")
public interface HttpSettings {

    /** The URL under which callers reach this service, where it is not the one that they used. */
    Optional<@Pattern(regexp = "https?://[^?#]+", message = "must be an absolute http or https URL") String>
            publicUrl();

    /** Whether plain HTTP is refused, judged by the forwarded protocol behind a trusted proxy. */
    boolean httpsOnly();

    /** Whether each answer is logged. */
    boolean accessLog();

    /** Whether browsers of other origins are let in. */
    boolean corsEnabled();

    /** The origins that are let in: absolute ones, or regular expressions between slashes. */
    Optional<List<String>> corsOrigins();

    /** The proxies whose forwarded headers are believed: addresses, CIDR ranges or host names. */
    List<String> trustedProxies();
}
