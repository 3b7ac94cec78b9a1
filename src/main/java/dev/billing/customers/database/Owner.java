package dev.billing.customers.database;

import io.vertx.core.Vertx;

/** Whose share of the database the current request uses. It is kept in the request's Vert.x context. */
public final class Owner {

    private static final String KEY = Owner.class.getName();
    private static final String NOBODY = "nobody";

    private Owner() {}

    /** Notes who it is, in the context that the request is handled on. Two owners are the same if they are equal. */
    public static void set(Object owner) {
        Vertx.currentContext().putLocal(KEY, owner);
    }

    /** Who it is. All that has no owner shares one share. */
    static Object current() {
        var context = Vertx.currentContext();
        Object owner = context == null ? null : context.getLocal(KEY);
        return owner == null ? NOBODY : owner;
    }
}
