package dev.billing.customers.query;

import java.math.BigDecimal;

/** Exact numbers as they are shown: in plain notation with no trailing zeros. */
public final class Decimals {

    private Decimals() {}

    /** The amount as JSON shows it: 0, 3395.47, 1200. */
    public static BigDecimal plain(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
