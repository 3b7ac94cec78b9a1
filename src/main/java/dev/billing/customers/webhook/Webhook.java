package dev.billing.customers.webhook;

import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that is to be stored.
 *
 * @param createdAt UNIX seconds
 * @param types of the events that it gets, separated by commas; null for all
 * @param position the event after which it gets them
 */
record Webhook(long createdAt, String url, @Nullable String types, String secret, long position) {

    /** The name of an endpoint in JSON and messages. */
    static final String NAME = "webhook";

    static final String ACTIVE = "active";
    static final String PAUSED = "paused";

    static final ListProperty<Webhook, Long> ID =
            integer("id", Webhook::unset).key().notInserted();

    static final ListProperty<Webhook, String> TYPES =
            text("types", Webhook::types).notSortable().notFilterable();

    /** What an endpoint consists of, in the order of its JSON. */
    static final ListTable<Webhook> TABLE = ListTable.of(
            NAME,
            integer("created_at", Webhook::createdAt).required(),
            integer("updated_at", Webhook::unset).notInserted(),
            ID,
            text("url", Webhook::url).required(),
            TYPES,
            text("status", Webhook::unsetText).required().notInserted(),
            text("paused_because", Webhook::unsetText)
                    .notSortable()
                    .notFilterable()
                    .notInserted(),
            integer("position", Webhook::position).required(),
            integer("failing_event", Webhook::unset).notInserted(),
            integer("failing_since", Webhook::unset).notInserted(),
            integer("failures", Webhook::unset).required().notInserted(),
            integer("next_attempt_at", Webhook::unset).in("next_at").required().notInserted(),
            text("signing_secret", Webhook::secret).in("secret").required().hidden());

    /** The database has a default. */
    private @Nullable Long unset() {
        return null;
    }

    /** Like {@link #unset}. */
    private @Nullable String unsetText() {
        return null;
    }
}
