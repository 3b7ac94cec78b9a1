package dev.billing.customers.error;

import jakarta.ws.rs.core.Response.Status;

/**
 * A failure that the caller is told about as it is. It carries no stack trace: it describes the request, not the program.
 */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY_REQUESTS = 429;

    private final int status;
    private final String param;

    /** A failure with this HTTP status; {@code param} may be null. */
    public ApiException(int status, String message, String param) {
        this(status, message, param, null);
    }

    private ApiException(int status, String message, String param, Throwable cause) {
        super(message, cause, false, false);
        this.status = status;
        this.param = param;
    }

    /** 400: the request as a whole cannot be understood. */
    public static ApiException invalid(String message) {
        return invalid(null, message);
    }

    /** 400: one parameter or property is at fault. */
    public static ApiException invalid(String param, String message) {
        return new ApiException(Status.BAD_REQUEST.getStatusCode(), message, param);
    }

    /** 404: the resource does not exist, or belongs to another business; the two are never told apart. */
    public static ApiException notFound(String what) {
        return new ApiException(Status.NOT_FOUND.getStatusCode(), "No such " + what + ".", null);
    }

    /** 415: the body is in a format that this service does not read. */
    public static ApiException unsupportedMediaType() {
        return new ApiException(
                Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode(),
                "Send the body as application/json or application/x-www-form-urlencoded, in UTF-8.",
                null);
    }

    /** 429: the caller uses more than its share; the request may be sent again later. */
    public static ApiException tooMany(String message) {
        return new ApiException(TOO_MANY_REQUESTS, message, null);
    }

    /** 503: the request may be sent again later. */
    public static ApiException unavailable(String message) {
        return unavailable(message, null);
    }

    /** 503, with the cause for the log. */
    public static ApiException unavailable(String message, Throwable cause) {
        return new ApiException(Status.SERVICE_UNAVAILABLE.getStatusCode(), message, null, cause);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The body of the answer. */
    public ApiError error() {
        var type = status < 500 ? ApiError.Type.INVALID_REQUEST : ApiError.Type.API;
        return new ApiError(type, getMessage(), param);
    }
}
