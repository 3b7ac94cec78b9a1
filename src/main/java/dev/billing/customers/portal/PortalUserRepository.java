package dev.billing.customers.portal;

import static dev.billing.customers.error.ApiException.found;
import static dev.billing.customers.error.ApiException.foundRows;

import dev.billing.customers.customer.Customer;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.event.Author;
import dev.billing.customers.event.EventObject;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * The users of a business's client portal. Which contacts are theirs is stored nowhere: it is what the addresses say at the
 * moment of the question, so that it cannot be out of date.
 */
@ApplicationScoped
class PortalUserRepository {

    /** The name of a user in messages. */
    static final String NAME = "portal user";

    /** The customers that have a contact with the address of a user: the same as any, by the address's key. */
    private static final ListTable<Customer> CUSTOMERS = Customers.TABLE.from("customer_by_contact");

    /** A row that was there already carries the transaction that locked it; a new one does not (xmax). */
    private static final String PUT = """
            insert into portal_user as known (business_id, id, email, email_key, created_at, author)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (business_id, id) do update
            set email = excluded.email,
                email_key = excluded.email_key,
                author = excluded.author,
                updated_at = case when known.email = excluded.email then known.updated_at else excluded.created_at end
            returning %s, xmax = 0 as is_new
            """.formatted(PortalUser.TABLE.columns());

    private static final String DELETE = "select portal_user_delete($1, $2, $3)";

    private final Database database;
    private final ReactiveLists lists;
    private final Author author;
    private final Clock clock;

    PortalUserRepository(Database database, ReactiveLists lists, Author author, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.author = author;
        this.clock = clock;
    }

    @Produces
    @Singleton
    EventObject events() {
        return new EventObject(PortalUser.TABLE);
    }

    /**
     * A user that was put.
     *
     * @param isNew false if the portal had put this user before
     */
    record Put(TableRow<PortalUser> user, boolean isNew) {}

    /** Remembers a user's address, in place of the one before. */
    Uni<Put> put(long businessId, String id, String email) {
        var user = new PortalUser(clock.instant().getEpochSecond(), id, email);
        return database.write(Statement.of(
                        PUT, businessId, user.id(), user.email(), user.emailKey(), user.createdAt(), author.current()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Put(PortalUser.TABLE.read(row), row.getBoolean("is_new")));
    }

    /** The user with this id; 404 if there is none. */
    Uni<TableRow<PortalUser>> fetch(long businessId, String id) {
        return lists.find(PortalUser.TABLE, scope(businessId), PortalUser.ID, id)
                .map(user -> found(user, NAME));
    }

    /** Forgets a user; 404 if there is none. */
    Uni<Void> remove(long businessId, String id) {
        return database.write(Statement.of(DELETE, businessId, id, author.current()))
                .invoke(rows -> foundRows(rows.iterator().next().getLong(0), NAME))
                .replaceWithVoid();
    }

    /** One page of the customers that a user may see. */
    Uni<Listing<TableRow<Customer>>> customers(
            long businessId, TableRow<PortalUser> user, ListRequest<Customer> request) {
        return lists.list(
                scope(businessId).and("contact_email_key", user.get(PortalUser.EMAIL_KEY)), request.on(CUSTOMERS));
    }

    private static Scope scope(long businessId) {
        return Scope.of("business_id", businessId);
    }
}
