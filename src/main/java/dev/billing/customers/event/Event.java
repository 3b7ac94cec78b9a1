package dev.billing.customers.event;

import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import org.jspecify.annotations.Nullable;

/**
 * An event of a business. Events are appended by the database, and only read here.
 *
 * @param createdAt UNIX seconds
 * @param type what happened, such as {@code customer.updated}
 * @param object JSON: the columns of the object after the change; of a deleted one, before
 * @param previous JSON: the columns that an edit has changed, as they were
 * @param customer null for a portal user
 * @param key the id of the API key; null for a change by SQL
 */
record Event(
        long createdAt,
        long id,
        String type,
        String object,
        @Nullable String previous,
        @Nullable Long customer,
        @Nullable Long key,
        @Nullable String requestId,
        @Nullable String keyName) {

    /** The name of an event in JSON and messages. */
    static final String NAME = "event";

    static final ListProperty<Event, Long> ID = integer("id", Event::id).key();

    static final ListProperty<Event, Long> CREATED_AT =
            integer("created_at", Event::createdAt).required().found().notSortable();

    static final ListProperty<Event, String> TYPE =
            text("type", Event::type).required().found().notSortable();

    static final ListProperty<Event, String> OBJECT =
            text("object", Event::object).required().notSortable().notFilterable();

    static final ListProperty<Event, String> PREVIOUS =
            text("previous", Event::previous).notSortable().notFilterable();

    static final ListProperty<Event, Long> KEY =
            integer("key", Event::key).in("key_id").found().notSortable();

    static final ListProperty<Event, String> KEY_NAME =
            text("key_name", Event::keyName).hidden();

    /** What an event consists of, in the order of its JSON. */
    static final ListTable<Event> TABLE = ListTable.of(
                    NAME,
                    CREATED_AT,
                    ID,
                    TYPE,
                    OBJECT,
                    PREVIOUS,
                    integer("customer", Event::customer)
                            .in("customer_id")
                            .found()
                            .notSortable(),
                    KEY,
                    text("request_id", Event::requestId).notSortable().notFilterable(),
                    KEY_NAME)
            .countedBy("event_count");
}
