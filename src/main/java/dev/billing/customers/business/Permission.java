package dev.billing.customers.business;

import java.util.Set;

/** The permissions of API keys. Their names are part of the API. */
public final class Permission {

    /** List and fetch. */
    public static final String READ = "read";

    /** Create, edit and delete customers and contacts. */
    public static final String WRITE = "write";

    /** Append to ledgers, and read them. */
    public static final String BALANCES = "balances";

    /** Link customers to other systems. */
    public static final String INTEGRATIONS = "integrations";

    /** Put and delete users of the client portal, and read their contacts and customers. */
    public static final String PORTAL = "portal";

    /** Read all events of the business, once or as a stream. */
    public static final String EVENTS = "events";

    /** Read the events of a customer. */
    public static final String AUDIT = "audit";

    /** Erase the data of a person. */
    public static final String ERASE = "erase";

    /** Choose where events are sent. */
    public static final String WEBHOOKS = "webhooks";

    /** All permissions. */
    public static final Set<String> ALL =
            Set.of(READ, WRITE, BALANCES, INTEGRATIONS, PORTAL, EVENTS, AUDIT, ERASE, WEBHOOKS);

    private Permission() {}
}
