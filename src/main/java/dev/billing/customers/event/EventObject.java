package dev.billing.customers.event;

import dev.billing.customers.query.ListTable;

/**
 * A kind of object whose changes are events. A feature declares one for each of its tables that has the trigger {@code event_append}
 * (migration 13), by a producer method.
 *
 * @param table how the objects are shown; its name is the first part of the types of their events
 */
public record EventObject(ListTable<?> table) {}
