package dev.billing.customers.operator;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Operator API settings; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.operator")
public interface OperatorSettings {

    /** The operator token; the operator API is off without one. */
    Optional<@Size(min = 16, message = "must have at least 16 characters") String> token();
}
