package dev.billing.customers.error;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Logs what only this service can mend; a caller's mistakes are the caller's to see. While the database is away every request fails in
 * the same way, so one line a second says that for each cause, with the number of those that had none.
 */
@ApplicationScoped
public class FailureLog {

    private static final Logger LOG = Logger.getLogger(FailureLog.class);
    private static final int UNAVAILABLE = 503;
    private static final int FAILED = 500;
    private static final long QUIET_MILLIS = 1000;
    private static final int MAX_CAUSES = 100;
    private static final String OTHERS = "other causes";

    private final Vertx vertx;
    private final Map<String, Integer> quiet = new HashMap<>();

    FailureLog(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Logs a failure that is answered with this status, if it is one of the service. */
    public void log(Throwable failure, int status) {
        if (status == UNAVAILABLE) {
            unavailable(failure.getMessage() + (failure.getCause() == null ? "" : " " + failure.getCause()));
        } else if (status >= FAILED) {
            LOG.error("The request failed", failure);
        }
    }

    private void unavailable(String cause) {
        boolean first;
        String key;
        synchronized (this) {
            key = quiet.containsKey(cause) || quiet.size() < MAX_CAUSES ? cause : OTHERS;
            first = !quiet.containsKey(key);
            quiet.merge(key, 0, (count, none) -> count + 1);
        }
        if (first) {
            LOG.warnf("503: %s", cause);
            vertx.setTimer(QUIET_MILLIS, over -> end(key));
        }
    }

    /** One line for the second that is over. A cause is forgotten after a second without it. */
    private void end(String key) {
        int more;
        synchronized (this) {
            more = quiet.get(key);
            if (more == 0) {
                quiet.remove(key);
                return;
            }
            quiet.put(key, 0);
        }
        LOG.warnf("503: %s (%d more in the last second)", key, more);
        vertx.setTimer(QUIET_MILLIS, over -> end(key));
    }
}
