package dev.billing.customers.database;

/** A connection became free when the work that had asked for it had met its deadline. */
final class TooLateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLateException() {
        super("The deadline had passed.", null, false, false);
    }
}
