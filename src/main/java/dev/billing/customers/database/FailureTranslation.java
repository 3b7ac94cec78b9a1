package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Translates failures of the database. If a retry may succeed, the result is a 503; if a repository can explain the failure, it is an
 * exception of this package. All other failures are bugs and are returned unchanged.
 */
final class FailureTranslation {

    private static final int MAX_CAUSES = 20;
    private static final Pattern CONSTRAINT = Pattern.compile("constraint \"([^\"]+)\"");
    private static final Pattern SHARD = Pattern.compile("_[0-9]{6,}$");
    private static final String QUERY_CANCELLED = "57014";
    private static final List<String> CONNECTION_LOST =
            List.of("Connection is not active", "Pending requests failed", "Transaction already complete");

    private FailureTranslation() {}

    /** The translated failure of a piece of work. */
    static Throwable of(Throwable failure) {
        if (failure instanceof ApiException) {
            return failure;
        }
        var state = sqlState(failure);
        if (state.isPresent()) {
            return ofState(state.get(), failure);
        }
        return isConnectionLost(failure) ? away(failure) : failure;
    }

    private static ApiException away(Throwable cause) {
        return ApiException.unavailable(
                "The database does not answer at the moment. Please send the request again later.", cause);
    }

    /** The failure of work that has reached its deadline. */
    static ApiException silent() {
        return ApiException.unavailable("The database did not answer in time. Please send the request again later.");
    }

    /**
     * Whether a statement was prepared before a migration changed its result type. It can be retried: the client prepares it again, and
     * nothing was changed, because a transaction was rolled back as a whole.
     */
    static boolean isStalePlan(Throwable failure) {
        return sqlState(failure).filter("0A000"::equals).isPresent()
                && rootMessage(failure).contains("cached plan must not change");
    }

    /** Whether the database cancelled a statement because of its timeout. */
    static boolean isCancelled(Throwable failure) {
        return sqlState(failure).filter(QUERY_CANCELLED::equals).isPresent();
    }

    /** Whether a retry may succeed without a change of this program or its settings. */
    static boolean isAway(Throwable failure) {
        return Failures.find(failure, ApiException.class).isPresent()
                || sqlState(failure).filter(FailureTranslation::isTransient).isPresent()
                || isConnectionLost(failure);
    }

    /** Whether the database rejects the role or its password. */
    static boolean isRefusedLogin(Throwable failure) {
        return sqlState(failure).filter(state -> state.startsWith("28")).isPresent();
    }

    static String rootMessage(Throwable failure) {
        var root = failure;
        for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /**
     * The name of the violated constraint. Citus reports it only in the message, as that of the constraint's shard, which has a number
     * at its end.
     */
    private static String constraint(Throwable failure) {
        var name = Failures.find(failure, PgException.class)
                .map(violation -> violation.getConstraint() == null
                        ? inMessage(String.valueOf(violation.getErrorMessage()))
                        : violation.getConstraint())
                .or(() -> Failures.find(failure, ConstraintViolationException.class)
                        .map(ConstraintViolationException::getConstraintName))
                .orElse("");
        return SHARD.matcher(name).replaceFirst("");
    }

    private static String inMessage(String message) {
        var constraint = CONSTRAINT.matcher(message);
        return constraint.find() ? constraint.group(1) : "";
    }

    /** The Vert.x client has its own exception for SQL states; Hibernate and Flyway use the one of JDBC. */
    private static Optional<String> sqlState(Throwable failure) {
        return Failures.find(failure, PgException.class)
                .map(PgException::getSqlState)
                .or(() -> Failures.find(failure, SQLException.class).map(SQLException::getSQLState));
    }

    /** Translates by SQLSTATE; see PostgreSQL's documentation, appendix A. */
    private static Throwable ofState(String state, Throwable failure) {
        return switch (state) {
            case "23503", "23505" -> new ConstraintViolatedException(constraint(failure), failure);
            case "22003" -> new OutOfRangeException(failure);
            case QUERY_CANCELLED ->
                ApiException.unavailable("The database took too long. Please send the request again later.", failure);
            case "55P03" ->
                ApiException.unavailable(
                        "Another request is changing the same object. Please send this one again later.", failure);
            default -> isTransient(state) ? away(failure) : failure;
        };
    }

    /** Whether a retry may succeed. */
    private static boolean isTransient(String state) {
        return state.startsWith("08") // connection exception
                || state.startsWith("28") // invalid authorization: the role is being changed, or was changed
                || state.startsWith("40") // transaction rollback: deadlock, serialization failure
                || state.startsWith("53") // insufficient resources
                || state.startsWith("57") // operator intervention: shut down, starting up, database dropped
                || state.startsWith("58") // system error
                || state.equals("25006"); // read-only transaction: connected to a standby during a failover
    }

    /** Connection refused or lost, or not opened in time. */
    static boolean isConnectionLost(Throwable failure) {
        return sqlState(failure).filter(state -> state.startsWith("57P")).isPresent() // shut down
                || Failures.find(failure, IOException.class).isPresent()
                || Failures.find(failure, TimeoutException.class).isPresent()
                || Failures.find(failure, ClosedConnectionException.class).isPresent()
                || Failures.find(failure, TooLateException.class).isPresent()
                || Failures.find(failure, VertxException.class).isPresent()
                || Failures.find(failure, NoStackTraceThrowable.class)
                        .filter(FailureTranslation::isOfConnection)
                        .isPresent();
    }

    /** The Vert.x client has one class for all its own errors, including parameters of the wrong type, so the message is compared. */
    private static boolean isOfConnection(NoStackTraceThrowable failure) {
        return CONNECTION_LOST.stream()
                .anyMatch(start -> String.valueOf(failure.getMessage()).startsWith(start));
    }
}
