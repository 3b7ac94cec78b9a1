package dev.billing.customers.api;

import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Provides the clock that the whole service uses. */
class Clocks {

    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
