package dev.billing.customers.error;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Logs the failures of this service. Errors of callers are not logged. While the database is unavailable, every request fails in the same
 * way, so each cause is logged once a second, with the number of failures that were not logged.
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

    /** Logs a failure that is sent to the caller with this status, if it is a 5xx. */
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

    /** Logs how often the cause occurred in the last second, or forgets it if it did not occur. */
    private void end(String key) {
        int more;
        synchronized (this) {
            more = quiet.getOrDefault(key, 0);
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
