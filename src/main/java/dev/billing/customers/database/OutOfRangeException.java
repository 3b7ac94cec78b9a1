package dev.billing.customers.database;

/** A number is too large for its column (SQLSTATE 22003). Nothing was changed. */
public final class OutOfRangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfRangeException(Throwable cause) {
        super("numeric value out of range", cause, false, false);
    }
}
