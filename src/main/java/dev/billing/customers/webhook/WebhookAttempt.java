package dev.billing.customers.webhook;

import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.query.ListTable;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to deliver an event. Attempts are only read here.
 *
 * @param createdAt UNIX seconds
 * @param status of the response; null if there was none
 * @param error null if the event was delivered
 */
record WebhookAttempt(
        long createdAt,
        long id,
        long event,
        @Nullable Long status,
        @Nullable String error,
        long durationMillis) {

    /** What an attempt consists of, in the order of its JSON. */
    static final ListTable<WebhookAttempt> TABLE = ListTable.of(
            "webhook_attempt",
            integer("created_at", WebhookAttempt::createdAt).required().notSortable(),
            integer("id", WebhookAttempt::id).key(),
            integer("event", WebhookAttempt::event)
                    .in("event_id")
                    .required()
                    .found()
                    .notSortable(),
            integer("status", WebhookAttempt::status).notSortable(),
            text("error", WebhookAttempt::error).notSortable().notFilterable(),
            integer("duration_ms", WebhookAttempt::durationMillis).required().notSortable());
}
