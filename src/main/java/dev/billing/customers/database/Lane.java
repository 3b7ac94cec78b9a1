package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * One of the ways into the database, each with a gate of its own: what waits on one does not hold up the others.
 *
 * @param gate how many pieces of work are let in at once
 * @param waitMillis how long a piece of work may wait at the gate
 * @param deadlineMillis how long it may take altogether
 * @param ownShareUsed what is said, with 429, if it is not let in because its owner has too much other work; null if something was
 *     changed already, so that it is a 503
 * @param delay how long work waited that was let in
 */
record Lane(Gate gate, long waitMillis, long deadlineMillis, String ownShareUsed, Timer delay) {

    private static final String TAG = "gate";

    /** A lane that is measured under this name. */
    static Lane measured(
            String name, MeterRegistry meters, Gate gate, long waitMillis, long deadlineMillis, String ownShareUsed) {
        Gauge.builder("database.permits.active", gate, Gate::inside)
                .description("Pieces of work at the database")
                .tag(TAG, name)
                .register(meters);
        Gauge.builder("database.permits.waiting", gate, Gate::waiting)
                .description("Pieces of work that wait to be let in")
                .tag(TAG, name)
                .register(meters);
        var delay = Timer.builder("database.permits.delay")
                .description("How long work waited that was let in")
                .tag(TAG, name)
                .register(meters);
        return new Lane(gate, waitMillis, deadlineMillis, ownShareUsed, delay);
    }

    /** The failure of a piece of work that was not let in. */
    ApiException refused(Gate.Refusal refusal) {
        return refusal == Gate.Refusal.OWN_SHARE_USED && ownShareUsed != null
                ? ApiException.tooMany(ownShareUsed)
                : ApiException.unavailable(
                        "All database connections of this instance are taken at the moment. Please send the request again later.");
    }
}
