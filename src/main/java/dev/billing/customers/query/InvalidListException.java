package dev.billing.customers.query;

/** A list was asked for in a way that cannot be answered. The message tells the caller what to change. */
public final class InvalidListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    InvalidListException(String parameter, String message) {
        super(message, null, false, false);
        this.parameter = parameter;
    }

    /** The parameter at fault. */
    public String parameter() {
        return parameter;
    }
}
