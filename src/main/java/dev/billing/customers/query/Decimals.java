package dev.billing.customers.query;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Exact numbers in plain notation. */
public final class Decimals {

    private static final int MAX_ZEROS = 1000;

    private Decimals() {}

    /** The amount as it is written in JSON: 0, 3395.47, 1200. */
    public static BigDecimal plain(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Whether the digits of a number can be written out: those of {@code 1e999999999} would exhaust the memory. */
    public static boolean isWritable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_ZEROS;
    }

    /** Matches plain notation with at most so many digits before and after the point. */
    public static Pattern pattern(int before, int after) {
        return Pattern.compile("-?[0-9]{1," + before + "}(\\.[0-9]{1," + after + "})?");
    }
}
