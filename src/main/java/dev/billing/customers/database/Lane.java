package dev.billing.customers.database;

import dev.billing.customers.error.ApiException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A kind of work at the database. Each lane has its own gate, so that waiting work does not delay the other lanes.
 *
 * @param gate limits how much work runs at once
 * @param waitMillis how long work may wait at the gate
 * @param deadlineMillis how long work may take altogether
 * @param ownShareUsed the message of the 429 if the owner has used its share; null to send 503 instead, because the request has already
 *     changed something
 * @param delay how long admitted work has waited
 */
record Lane(
        Gate gate,
        long waitMillis,
        long deadlineMillis,
        @Nullable String ownShareUsed,
        Timer delay) {

    private static final String TAG = "gate";

    /** Creates a lane that has metrics with this name. */
    static Lane measured(
            String name,
            MeterRegistry meters,
            Gate gate,
            long waitMillis,
            long deadlineMillis,
            @Nullable String ownShareUsed) {
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

    /** The failure of work that was not admitted: 429 only if it waited for work of the same business that comes to an end. */
    ApiException refused(Gate.Refusal refusal) {
        if (refusal == Gate.Refusal.OWN_SHARE_USED && ownShareUsed != null) {
            return ApiException.tooMany(ownShareUsed);
        }
        return refusal == Gate.Refusal.OWN_SHARE_STUCK
                ? FailureTranslation.silent()
                : ApiException.unavailable(
                        "All database connections of this instance are taken at the moment. Please send the request again later.");
    }
}
