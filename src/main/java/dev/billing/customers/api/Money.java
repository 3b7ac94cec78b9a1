package dev.billing.customers.api;

import java.math.BigDecimal;

/** Money in JSON: an exact number in plain notation with no trailing zeros. */
public final class Money {

    private Money() {}

    /** The amount as JSON shows it: 0, 3395.47, 1200. */
    public static BigDecimal plain(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
