package dev.billing.customers.business;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** The settings of API keys. */
@ConfigMapping(prefix = "customers.keys")
public interface ApiKeySettings {

    /** Keys of the sample data, which are easy to remember and do not have the format of a key. A package has none. */
    Optional<Set<String>> samples();
}
