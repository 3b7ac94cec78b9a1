package dev.billing.customers.portal;

import dev.billing.customers.contact.EmailKey;
import dev.billing.customers.customer.Customer;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.database.Database;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * The users of a business's client portal. Which contacts are theirs is stored nowhere: it is what the addresses say at the
 * moment of the question, so that it cannot be out of date.
 */
@ApplicationScoped
class PortalUserRepository {

    /** The customers that have a contact with the address of a user: the same as any, by the address's key. */
    private static final ListTable<Customer> CUSTOMERS = Customers.TABLE.from("customer_by_contact");

    /** A row that was there already carries the transaction that locked it; a new one does not (xmax). */
    private static final String PUT = """
            insert into portal_user as known (business_id, id, email, email_key, created_at)
            values ($1, $2, $3, $4, $5)
            on conflict (business_id, id) do update
            set email = excluded.email,
                email_key = excluded.email_key,
                updated_at = case when known.email = excluded.email then known.updated_at else excluded.created_at end
            returning %s, xmax = 0
            """.formatted(PortalUser.COLUMNS);

    private static final String FETCH =
            "select " + PortalUser.COLUMNS + " from portal_user where business_id = $1 and id = $2";

    private static final String DELETE = "delete from portal_user where business_id = $1 and id = $2";

    private final Database database;
    private final ReactiveLists lists;
    private final Clock clock;

    PortalUserRepository(Database database, ReactiveLists lists, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * A user that was put.
     *
     * @param isNew false if the portal had put this user before
     */
    record Put(PortalUser user, boolean isNew) {}

    /** Remembers a user's address, in place of the one before. */
    Uni<Put> put(long businessId, String id, String email) {
        List<Object> values = List.of(
                businessId, id, email, EmailKey.of(email), clock.instant().getEpochSecond());
        return database.write(PUT, values)
                .map(rows -> rows.iterator().next())
                .map(row -> new Put(PortalUser.of(row), row.getBoolean(5)));
    }

    /** The user with this id; 404 if there is none. */
    Uni<PortalUser> fetch(long businessId, String id) {
        return database.query(FETCH, List.of(businessId, id)).map(rows -> {
            if (rows.size() == 0) {
                throw noSuchUser();
            }
            return PortalUser.of(rows.iterator().next());
        });
    }

    /** Forgets a user; 404 if there is none. */
    Uni<Void> remove(long businessId, String id) {
        return database.write(DELETE, List.of(businessId, id)).map(rows -> {
            if (rows.rowCount() == 0) {
                throw noSuchUser();
            }
            return null;
        });
    }

    /** One page of the customers that a user may see. */
    Uni<Listing<TableRow<Customer>>> customers(long businessId, PortalUser user, ListRequest<Customer> request) {
        return lists.list(CUSTOMERS, Scope.of("business_id", businessId).and("email_key", user.emailKey()), request);
    }

    /** 404, for an id that is not there and for one that never can be. */
    static ApiException noSuchUser() {
        return ApiException.notFound("portal user");
    }
}
