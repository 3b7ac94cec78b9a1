package dev.billing.customers.query;

/** A list request is invalid. The message says what to change. */
public final class InvalidListException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String message;

    InvalidListException(String parameter, String message) {
        super(message, null, false, false);
        this.parameter = parameter;
        this.message = message;
    }

    public String parameter() {
        return parameter;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
