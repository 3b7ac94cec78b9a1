package dev.billing.customers.query;

import java.util.Locale;
import java.util.Optional;

/** Booleans in parameters and forms (contract, "Bodies"). */
public final class Booleans {

    private Booleans() {}

    /** Parses a query parameter: like {@link #parse}, in any case, because some languages write {@code True}. */
    public static Optional<Boolean> parseParameter(String text) {
        return parse(text.toLowerCase(Locale.ROOT));
    }

    /** Parses {@code true}, {@code false}, {@code 1} or {@code 0}; empty for any other text. */
    public static Optional<Boolean> parse(String text) {
        return switch (text) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
