package dev.billing.customers.query;

/** What cursors are signed with. The service provides it; all instances have the same. */
public interface CursorSecret {

    /** At least 16 random bytes. */
    byte[] bytes();
}
