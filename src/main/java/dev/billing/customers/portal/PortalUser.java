package dev.billing.customers.portal;

import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.api.EmailKey;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListTable;
import org.jspecify.annotations.Nullable;

/**
 * A user of the client portal that is to be stored.
 *
 * @param createdAt UNIX seconds
 * @param id the portal's own
 */
record PortalUser(long createdAt, String id, String email) {

    static final ListProperty<PortalUser, String> ID =
            text("id", PortalUser::id).key();

    static final ListProperty<PortalUser, Long> CREATED_AT =
            integer("created_at", PortalUser::createdAt).required();

    static final ListProperty<PortalUser, String> EMAIL_KEY =
            text("email_key", PortalUser::emailKey).required().hidden();

    /** What a user consists of, in the order of its JSON. */
    static final ListTable<PortalUser> TABLE = ListTable.of(
            "portal_user",
            CREATED_AT,
            integer("updated_at", PortalUser::updatedAt).orInBare(CREATED_AT),
            ID,
            text("email", PortalUser::email).required(),
            EMAIL_KEY);

    /** Contacts are matched by this. */
    String emailKey() {
        return EmailKey.of(email);
    }

    /** Set by the database, when the address changes. */
    @Nullable
    Long updatedAt() {
        return null;
    }
}
