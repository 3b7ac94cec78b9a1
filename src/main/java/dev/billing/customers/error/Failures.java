package dev.billing.customers.error;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;

/** Converts any throwable into an error for the caller, without class names, SQL or stack traces. */
public final class Failures {

    private static final int MAX_CAUSES = 20;

    private Failures() {}

    /** The error for a request that failed with this throwable. */
    public static ApiException explain(Throwable failure) {
        return find(failure, ApiException.class)
                .or(() -> security(failure))
                .or(() -> find(failure, WebApplicationException.class)
                        .map(e -> ofStatus(e.getResponse().getStatus())))
                .orElseGet(() -> ofStatus(500));
    }

    /** The error for a status that the framework chose. */
    public static ApiException ofStatus(int status) {
        return new ApiException(status, message(status), null);
    }

    private static Optional<ApiException> security(Throwable failure) {
        if (find(failure, UnauthorizedException.class).isPresent()
                || find(failure, AuthenticationFailedException.class).isPresent()) {
            return Optional.of(ofStatus(401));
        }
        return find(failure, ForbiddenException.class).map(e -> ofStatus(403));
    }

    /** The first failure of this type among a failure and its causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        var cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String message(int status) {
        return switch (status) {
            case 400 -> "The request cannot be read.";
            case 401 ->
                "Authenticate with an API key: HTTP Basic with the key as user name and a blank password, or a Bearer token.";
            case 403 -> "This API key does not have the permission for this request.";
            case 404 -> "No such path. The API description is at /q/openapi.";
            case 405 -> "This path does not support this method. The Allow header lists those that it does.";
            case 406 ->
                "Answers are application/json, those of a stream text/event-stream, and exports of lists application/x-ndjson or text/csv; ask for that in the Accept header.";
            case 408 -> "The request did not arrive in time.";
            case 413 -> "The body is larger than 1 MiB.";
            case 414 -> "The request line is too long.";
            case 415 -> ApiException.unsupportedMediaType().getMessage();
            case 431 -> "The request headers are too large.";
            case 500 -> "The service failed. The X-Request-Id of this answer finds the cause in its log.";
            case 503 -> "The service cannot answer at the moment. Please send the request again later.";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
        };
    }
}
