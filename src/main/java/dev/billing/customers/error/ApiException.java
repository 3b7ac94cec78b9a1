package dev.billing.customers.error;

import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure whose message is sent to the caller. It has no stack trace, because it describes the request, not the program. */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY_REQUESTS = 429;

    private final int status;
    private final String message;
    private final @Nullable String param;

    /** All faults of the request, if there are several. */
    private final transient List<Fault> errors;

    /** A failure with this HTTP status. */
    public ApiException(int status, String message, @Nullable String param) {
        this(status, message, param, null, List.of());
    }

    private ApiException(
            int status, String message, @Nullable String param, @Nullable Throwable cause, List<Fault> errors) {
        super(message, cause, false, false);
        this.status = status;
        this.message = message;
        this.param = param;
        this.errors = List.copyOf(errors);
    }

    /** 400: the request as a whole is invalid. */
    public static ApiException invalid(String message) {
        return invalid(null, message);
    }

    /** 400: one parameter or property is invalid. */
    public static ApiException invalid(@Nullable String param, String message) {
        return new ApiException(Status.BAD_REQUEST.getStatusCode(), message, param);
    }

    /** 404: the resource does not exist, or belongs to another business. The response is the same in both cases. */
    public static ApiException notFound(String what) {
        return new ApiException(Status.NOT_FOUND.getStatusCode(), "No such " + what + ".", null);
    }

    /** The row; throws 404 if there is none. */
    public static <T> T found(@Nullable T row, String what) {
        if (row == null) {
            throw notFound(what);
        }
        return row;
    }

    /** Throws 404 if no row was changed. */
    public static void foundRows(long rows, String what) {
        if (rows == 0) {
            throw notFound(what);
        }
    }

    /** 415: the format of the body is not supported. */
    public static ApiException unsupportedMediaType() {
        return new ApiException(
                Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode(),
                "Send the body as application/json or application/x-www-form-urlencoded, in UTF-8.",
                null);
    }

    /** 429: the caller uses more than its share. The request may be retried later. */
    public static ApiException tooMany(String message) {
        return new ApiException(TOO_MANY_REQUESTS, message, null);
    }

    /** 503: the request may be retried later. */
    public static ApiException unavailable(String message) {
        return unavailable(message, null);
    }

    /** 503, with the cause for the log. */
    public static ApiException unavailable(String message, @Nullable Throwable cause) {
        return new ApiException(Status.SERVICE_UNAVAILABLE.getStatusCode(), message, null, cause, List.of());
    }

    /** Returns the failure as the first one of several. */
    ApiException among(List<Fault> all) {
        return new ApiException(status, message, param, getCause(), all);
    }

    public int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** The body of the response. */
    public ApiError error() {
        var type = status < 500 ? ApiError.Type.INVALID_REQUEST : ApiError.Type.API;
        return new ApiError(type, message, param, errors.isEmpty() ? null : errors);
    }
}
