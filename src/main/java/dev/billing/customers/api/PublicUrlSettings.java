package dev.billing.customers.api;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Public URL settings; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.http")
public interface PublicUrlSettings {

    /** The URL of this service for callers, if it is not the one of the request. */
    Optional<@Pattern(regexp = "https?://[^?#]+", message = "must be an absolute http or https URL") String>
            publicUrl();
}
