package dev.billing.customers.query;

/** Provides the secret that cursors are signed with. It is the same on all instances. */
public interface CursorSecret {

    /** The secret: at least 16 random bytes. */
    byte[] bytes();
}
