package dev.billing.customers.business;

import java.util.Set;

/** What a key may be allowed to do. The names are part of the API. */
public final class Permission {

    /** List and fetch. */
    public static final String READ = "read";

    /** Create, edit and delete customers and contacts. */
    public static final String WRITE = "write";

    /** Append to ledgers, and read them. */
    public static final String BALANCES = "balances";

    /** Tie customers to what they are in other systems. */
    public static final String INTEGRATIONS = "integrations";

    /** Put and delete the users of the client portal, and read what is theirs. */
    public static final String PORTAL = "portal";

    /** All of them. */
    public static final Set<String> ALL = Set.of(READ, WRITE, BALANCES, INTEGRATIONS, PORTAL);

    private Permission() {}
}
