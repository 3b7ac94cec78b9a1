package dev.billing.customers.query;

/** A list took longer than one may that no index serves. The message tells the caller what an index serves. */
public final class SlowListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SlowListException(String message) {
        super(message, null, false, false);
    }
}
