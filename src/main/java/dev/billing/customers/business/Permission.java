package dev.billing.customers.business;

import java.util.Set;

/** What a key may be allowed to do. The names are part of the API. */
public final class Permission {

    /** List and fetch. */
    public static final String READ = "read";

    /** Create, edit and delete. */
    public static final String WRITE = "write";

    /** All of them. */
    public static final Set<String> ALL = Set.of(READ, WRITE);

    private Permission() {}
}
