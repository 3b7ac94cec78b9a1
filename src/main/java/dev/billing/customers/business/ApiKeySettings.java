package dev.billing.customers.business;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** The settings of API keys. */
@ConfigMapping(prefix = "customers.keys")
public interface ApiKeySettings {

    /** Keys of the sample data, which people can remember and which do not look like keys. There are none in a package. */
    Optional<Set<String>> samples();
}
