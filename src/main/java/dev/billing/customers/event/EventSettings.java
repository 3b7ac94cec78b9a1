package dev.billing.customers.event;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The settings of events. */
@ConfigMapping(prefix = "customers.events")
public interface EventSettings {

    /** How long an event is kept. */
    Duration keep();

    /** How often an instance deletes those that are older. */
    Duration deleteEvery();

    /** How often an instance looks for new events of a business that somebody waits for. */
    Duration poll();

    /** How many requests of one business may wait for events on an instance, as a stream or not. */
    @Min(1)
    int maxReaders();
}
