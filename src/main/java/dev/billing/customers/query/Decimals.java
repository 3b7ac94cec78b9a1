package dev.billing.customers.query;

import java.math.BigDecimal;

/** Formats exact numbers: plain notation without trailing zeros. */
public final class Decimals {

    private Decimals() {}

    /** The amount as it is written in JSON: 0, 3395.47, 1200. */
    public static BigDecimal plain(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
