package dev.billing.customers.contact;

import static dev.billing.customers.error.ApiException.found;

import dev.billing.customers.api.Precondition;
import dev.billing.customers.api.RowChanges;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.Author;
import dev.billing.customers.event.EventObject;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Clock;

/** The contacts of customers. Every method for one contact fails with 404 for a contact of another customer, as for none. */
@ApplicationScoped
class ContactRepository implements PanacheRepositoryBase<Contact, Contact.Key>, Contacts {

    private static final String DELETE = "select contact_delete(?1, ?2, ?3, ?4)";

    private static final String CUSTOMER_EXISTS = "contact_customer";

    /** The contacts with one address: its scope has another index than that of a customer's contacts. */
    private static final ListTable<Contact> OF_ALL_CUSTOMERS = TABLE.from("contact");

    private final Database database;
    private final ReactiveLists lists;
    private final Author author;
    private final Clock clock;
    private final RowChanges<Contact> changes;

    ContactRepository(Database database, ReactiveLists lists, Author author, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.author = author;
        this.clock = clock;
        this.changes = new RowChanges<>(TABLE, NAME, this::changed, database, clock);
    }

    @Produces
    @Singleton
    EventObject events() {
        return new EventObject(TABLE);
    }

    /** One page of a customer's contacts; empty for a customer that does not exist. */
    Uni<Listing<TableRow<Contact>>> list(long businessId, long customerId, ListRequest<Contact> request) {
        return lists.list(scope(businessId, customerId), request);
    }

    /** One page of the contacts of all customers. */
    Uni<Listing<TableRow<Contact>>> listAll(long businessId, ListRequest<Contact> request) {
        return lists.list(Scope.of("business_id", businessId), request);
    }

    @Override
    public Uni<Listing<TableRow<Contact>>> listByEmail(long businessId, String emailKey, ListRequest<Contact> request) {
        return lists.list(Scope.of("business_id", businessId).and("email_key", emailKey), request.on(OF_ALL_CUSTOMERS));
    }

    Uni<TableRow<Contact>> fetch(long businessId, long customerId, long id) {
        return lists.find(TABLE, scope(businessId, customerId), ID, id).map(row -> found(row, NAME));
    }

    Uni<TableRow<Contact>> create(long businessId, long customerId, ContactInput input) {
        var contact = new Contact();
        contact.businessId = businessId;
        contact.customerId = customerId;
        contact.author = author.current();
        contact.createdAt = clock.instant().getEpochSecond();
        input.applyTo(contact);
        return database.transaction(() -> persistAndFlush(contact))
                .map(TABLE::row)
                .onFailure(failure -> ConstraintViolatedException.is(failure, CUSTOMER_EXISTS))
                .transform(failure -> ApiException.notFound(Customers.NAME));
    }

    /** Changes what was sent, and returns the contact as it is then. Concurrent edits of one contact wait for each other. */
    Uni<TableRow<Contact>> edit(
            long businessId, long customerId, long id, ContactInput input, Precondition precondition) {
        return changes.edit(() -> lock(businessId, customerId, id), precondition, contact -> {
            input.checkAgainst(contact);
            input.applyTo(contact);
        });
    }

    Uni<Void> remove(long businessId, long customerId, long id, Precondition precondition) {
        return changes.delete(() -> lock(businessId, customerId, id), precondition, () -> getSession()
                .flatMap(session -> session.createNativeQuery(DELETE, Long.class)
                        .setParameter(1, businessId)
                        .setParameter(2, customerId)
                        .setParameter(3, id)
                        .setParameter(4, author.current())
                        .getSingleResult()));
    }

    private void changed(Contact contact, long now) {
        contact.updatedAt = now;
        contact.author = author.current();
    }

    private Uni<Contact> lock(long businessId, long customerId, long id) {
        return findById(new Contact.Key(businessId, id), LockModeType.PESSIMISTIC_WRITE)
                .map(contact -> contact != null && contact.customerId == customerId ? contact : null);
    }

    private static Scope scope(long businessId, long customerId) {
        return Scope.of("business_id", businessId).and("customer_id", customerId);
    }
}
