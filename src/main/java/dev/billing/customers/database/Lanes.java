package dev.billing.customers.database;

import io.micrometer.core.instrument.MeterRegistry;

/** The lanes of all work at the database. */
final class Lanes {
    /** One in this many connections may run long statements. */
    private static final int LONG_STATEMENTS_PART = 5;

    private static final int LOOK_UPS = 2;
    private static final int LOOK_UP_QUEUE = 1000;
    private static final int LOOK_UP_QUEUE_OF_ORIGIN = 100;
    private static final int PROBE_QUEUE = 10;
    private static final int FOLLOW_UP_QUEUE = 100_000;
    private static final String OWN_SHARE_USED =
            "This business has more requests at the database than its share. Please send fewer at once, and this one again later.";

    final Lane requests;
    final Lane reads;
    final Lane longStatements;
    final Lane followUps;
    final Lane lookUps;
    final Lane probes;

    private final MeterRegistry meters;
    private final DatabaseSettings settings;

    Lanes(MeterRegistry meters, DatabaseSettings settings) {
        this.meters = meters;
        this.settings = settings;
        long wait = settings.poolWait().toMillis();
        long deadline = settings.deadline().toMillis();
        this.requests = shared("requests", settings.poolSize(), OWN_SHARE_USED);
        this.reads = shared("reads", settings.readConnections() * Readers.PIPELINED, OWN_SHARE_USED);
        this.longStatements = shared(
                "long-statements",
                Math.max(1, settings.poolSize() / LONG_STATEMENTS_PART),
                "This business has more lists at the database that no index serves than its share. Please send fewer at once, and this one again later.");
        this.followUps = Lane.measured(
                "follow-ups",
                meters,
                new Gate(OpenConnections.FOLLOW_UPS, 1, FOLLOW_UP_QUEUE, FOLLOW_UP_QUEUE),
                deadline,
                deadline,
                null);
        this.lookUps = Lane.measured(
                "key-look-ups",
                meters,
                new Gate(LOOK_UPS, LOOK_UPS, LOOK_UP_QUEUE, LOOK_UP_QUEUE_OF_ORIGIN),
                wait,
                deadline,
                "Too many unknown API keys come from this address. Please send the request again later.");
        this.probes = Lane.measured(
                "probes",
                meters,
                new Gate(OpenConnections.PROBES, OpenConnections.PROBES, PROBE_QUEUE, PROBE_QUEUE),
                wait,
                wait,
                "Too many probes at once.");
    }

    /** A lane that businesses share. */
    private Lane shared(String name, int permits, String ownShareUsed) {
        int queue = settings.poolQueue();
        return Lane.measured(
                name,
                meters,
                new Gate(permits, share(permits), queue, share(queue)),
                settings.poolWait().toMillis(),
                settings.deadline().toMillis(),
                ownShareUsed);
    }

    private int share(int of) {
        return (int) Math.max(1, Math.round(of * settings.businessShare()));
    }
}
