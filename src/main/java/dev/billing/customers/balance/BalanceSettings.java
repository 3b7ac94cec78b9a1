package dev.billing.customers.balance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** Settings of balances; docs/configuration.md describes them. */
@ConfigMapping(prefix = "customers.balances")
public interface BalanceSettings {

    /** The currency of all balances (ISO 4217, in lower case), which the bare representation shows. */
    @WithDefault("usd")
    @Pattern(regexp = "[a-z]{3}", message = "must be three lower-case letters")
    String currency();
}
