package dev.billing.customers.business;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import java.util.Set;

/** The settings of API keys. */
@ConfigMapping(prefix = "customers.keys")
public interface ApiKeySettings {

    /** Keys of the sample data, which are easy to remember and do not have the format of a key. A package has none. */
    Optional<Set<String>> samples();

    /** The name of this installation among several, which new keys contain, so that a gateway can route by it (docs/scaling.md). */
    Optional<@Pattern(regexp = "[a-z0-9]{1,12}", message = "must be 1 to 12 lower-case letters and digits") String>
            cell();
}
