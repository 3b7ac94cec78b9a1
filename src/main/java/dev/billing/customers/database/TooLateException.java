package dev.billing.customers.database;

/** A connection became free after the deadline of the work that was waiting for it. */
final class TooLateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLateException() {
        super("The deadline had passed.", null, false, false);
    }
}
