package dev.billing.customers.clients.example;

import java.time.Duration;

/** An answer of the service that is an error. */
public class CustomersException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String param;
    private final String requestId;
    private final Duration retryAfter;

    CustomersException(int status, String type, String message, String param, String requestId, Duration retryAfter) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** {@code invalid_request} if the request has to change, {@code api} if the service failed; null if a gateway answered. */
    public String type() {
        return type;
    }

    /** The parameter or property at fault; null if it was not a single one. */
    public String param() {
        return param;
    }

    /** By this id the request is found in the service's log. */
    public String requestId() {
        return requestId;
    }

    /** How long to wait before the request is sent again; zero if the answer does not say it. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
