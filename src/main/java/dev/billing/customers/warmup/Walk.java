package dev.billing.customers.warmup;

import java.time.Duration;

/** The requests of a warm-up. */
interface Walk {

    /** Walks for this time at most, and returns what was done, for the log. */
    String take(Duration time) throws InterruptedException;
}
