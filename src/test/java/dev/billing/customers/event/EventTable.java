package dev.billing.customers.event;

import dev.billing.customers.query.ListTable;

/** What tests of other packages may see of events. */
public final class EventTable {

    /** The table of events. */
    public static final ListTable<?> TABLE = Event.TABLE;

    private EventTable() {}
}
