package dev.billing.customers.api;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Where callers see the service; docs/configuration.md says more. */
@ConfigMapping(prefix = "customers.http")
public interface PublicUrlSettings {

    /** The URL under which callers reach this service, if it is not the one that they used. */
    Optional<@Pattern(regexp = "https?://[^?#]+", message = "must be an absolute http or https URL") String>
            publicUrl();
}
