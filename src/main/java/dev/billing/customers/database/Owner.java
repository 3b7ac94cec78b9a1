package dev.billing.customers.database;

import io.vertx.core.Vertx;

/** The owner whose share of the database the current request uses. It is kept in the request's Vert.x context. */
public final class Owner {

    private static final String KEY = Owner.class.getName();
    private static final String NOBODY = "nobody";

    private Owner() {}

    /** Sets the owner of the current request. Owners are compared by {@code equals}. */
    public static void set(Object owner) {
        Vertx.currentContext().putLocal(KEY, owner);
    }

    /** The owner of the current request. Requests without an owner share one share. */
    static Object current() {
        var context = Vertx.currentContext();
        Object owner = context == null ? null : context.getLocal(KEY);
        return owner == null ? NOBODY : owner;
    }
}
