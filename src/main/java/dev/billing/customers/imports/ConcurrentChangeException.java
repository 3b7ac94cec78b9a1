package dev.billing.customers.imports;

/** What a batch has found was changed by others before it could be locked. Nothing was changed by the batch. */
public final class ConcurrentChangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The failure; it has no stack trace, because it is no fault. */
    public ConcurrentChangeException() {
        super("changed by others meanwhile", null, false, false);
    }
}
