package dev.billing.customers.operator;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** The settings of the operator API; docs/configuration.md says what each does. */
@ConfigMapping(prefix = "customers.operator")
public interface OperatorSettings {

    /** The token that guards the operator API; without one it is off. */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> token();
}
