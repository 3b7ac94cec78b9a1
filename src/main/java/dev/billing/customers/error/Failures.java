package dev.billing.customers.error;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.hibernate.exception.ConstraintViolationException;

/** Turns whatever was thrown into what the caller is told: no class name, no SQL, no stack trace. */
public final class Failures {

    private static final int MAX_CAUSES = 20;

    private Failures() {}

    /** The answer to a request that failed with this throwable. */
    public static ApiException explain(Throwable failure) {
        return find(failure, ApiException.class)
                .or(() -> security(failure))
                .or(() -> find(failure, WebApplicationException.class)
                        .map(e -> ofStatus(e.getResponse().getStatus())))
                .or(() -> databaseAway(failure) ? Optional.of(ApiException.unavailable()) : Optional.empty())
                .orElseGet(() -> ofStatus(500));
    }

    /** The answer for a status that the framework chose by itself. */
    public static ApiException ofStatus(int status) {
        return new ApiException(status, message(status), null);
    }

    /** Whether the database refused a statement because of this constraint. */
    public static boolean violates(Throwable failure, String constraint) {
        return find(failure, ConstraintViolationException.class)
                .map(ConstraintViolationException::getConstraintName)
                .or(() -> find(failure, PgException.class).map(PgException::getConstraint))
                .filter(constraint::equals)
                .isPresent();
    }

    /** Whether a number became larger than its column (SQLSTATE 22003, numeric value out of range). */
    public static boolean isOutOfRange(Throwable failure) {
        return sqlState(failure).filter("22003"::equals).isPresent();
    }

    private static Optional<ApiException> security(Throwable failure) {
        if (find(failure, UnauthorizedException.class).isPresent()
                || find(failure, AuthenticationFailedException.class).isPresent()) {
            return Optional.of(ofStatus(401));
        }
        return find(failure, ForbiddenException.class).map(e -> ofStatus(403));
    }

    /** Connection refused or lost, no connection free in time, statement cancelled, server starting or stopping. */
    private static boolean databaseAway(Throwable failure) {
        return find(failure, IOException.class).isPresent()
                || find(failure, TimeoutException.class).isPresent()
                || find(failure, ClosedConnectionException.class).isPresent()
                || find(failure, NoStackTraceThrowable.class).isPresent()
                || find(failure, VertxException.class).isPresent()
                || sqlState(failure).filter(Failures::isTransient).isPresent();
    }

    private static Optional<String> sqlState(Throwable failure) {
        return find(failure, PgException.class).map(PgException::getSqlState).or(() -> find(failure, SQLException.class)
                .map(SQLException::getSQLState));
    }

    /** SQLSTATE classes of PostgreSQL, appendix A, that a later attempt may not meet again. */
    private static boolean isTransient(String sqlState) {
        return sqlState.startsWith("08") // connection exception
                || sqlState.startsWith("40") // transaction rollback: deadlock, serialization failure
                || sqlState.startsWith("53") // insufficient resources
                || sqlState.startsWith("57") // operator intervention: cancelled, shut down, starting up
                || sqlState.startsWith("58") // system error
                || sqlState.equals("55P03") // lock not available
                || sqlState.equals("25006"); // read-only transaction: talking to a standby during a fail-over
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
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
            case 406 -> "Answers are application/json only; ask for that in the Accept header.";
            case 408 -> "The request did not arrive in time.";
            case 413 -> "The body is larger than 1 MiB.";
            case 414 -> "The request line is too long.";
            case 415 -> ApiException.unsupportedMediaType().getMessage();
            case 431 -> "The request headers are too large.";
            case 500 -> "The service failed. The X-Request-Id of this answer finds the cause in its log.";
            case 503 -> ApiException.unavailable().getMessage();
            default -> HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
        };
    }
}
