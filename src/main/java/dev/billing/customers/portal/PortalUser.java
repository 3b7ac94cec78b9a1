package dev.billing.customers.portal;

import dev.billing.customers.contact.Contact;
import dev.billing.customers.query.TableRow;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the client portal, as stored.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the address changes
 * @param id the portal's own
 * @param emailKey what contacts are matched by
 */
record PortalUser(long createdAt, @Nullable Long updatedAt, String id, String email, String emailKey) {

    /** The columns that a user is read from, in order. */
    static final String COLUMNS = "created_at, updated_at, id, email, email_key";

    static PortalUser of(Row row) {
        return new PortalUser(row.getLong(0), row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
    }

    PortalUserView with(List<TableRow<Contact>> contacts) {
        return new PortalUserView(createdAt, updatedAt, id, email, contacts);
    }
}
