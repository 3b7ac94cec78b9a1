package dev.billing.customers.webhook;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/** The settings of webhooks. */
@ConfigMapping(prefix = "customers.webhooks")
public interface WebhookSettings {

    /** Whether endpoints may have private, loopback and link-local addresses, and plain HTTP. */
    boolean allowPrivateAddresses();

    /** How long an endpoint may take for an attempt, from the first byte to the last. Less than a lease lasts. */
    @DurationMax(seconds = 20)
    Duration timeout();

    /** The pause before the second attempt; each further one is three times as long. */
    Duration firstPause();

    /** The longest pause. */
    Duration maxPause();

    /** How long an event is tried before the endpoint is paused. */
    Duration giveUpAfter();

    /** How often an instance looks for endpoints with new events. */
    Duration poll();

    /** How long an attempt is kept. */
    Duration keepAttempts();

    /** How often an instance deletes attempts that are older. */
    Duration deleteEvery();
}
