package dev.billing.customers.api;

import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one source of time. */
class Clocks {

    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
