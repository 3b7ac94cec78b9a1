package dev.billing.customers.query;

import java.util.Optional;

/** Booleans in parameters and forms (contract, "Bodies"). */
public final class Booleans {

    private Booleans() {}

    /** Parses {@code true}, {@code false}, {@code 1} or {@code 0}; empty for any other text. */
    public static Optional<Boolean> parse(String text) {
        return switch (text) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
