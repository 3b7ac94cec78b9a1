package dev.billing.customers.query;

/** A list that no index serves exceeded its timeout. The message says which sorts and filters an index serves. */
public final class SlowListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String message;

    SlowListException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
