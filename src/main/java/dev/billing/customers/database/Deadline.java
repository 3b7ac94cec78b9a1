package dev.billing.customers.database;

/**
 * The deadline of a request, or of other work with a context of its own: all of its work at the database has one, which counts from the
 * first piece. What waits for something else in between renews it.
 */
public final class Deadline {

    private Deadline() {}

    /** Lets the deadline count from the next piece of work on. */
    public static void renew() {
        Work.renewDeadline();
    }
}
