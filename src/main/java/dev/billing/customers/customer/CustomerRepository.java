package dev.billing.customers.customer;

import static dev.billing.customers.error.ApiException.found;
import static dev.billing.customers.error.ApiException.foundRows;

import dev.billing.customers.api.Precondition;
import dev.billing.customers.api.RowChanges;
import dev.billing.customers.business.TemporaryKey;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The customers of a business. Every method fails with 404 for a customer of another business, as for none. */
@ApplicationScoped
class CustomerRepository implements PanacheRepositoryBase<Customer, Customer.Key>, Customers {

    /** What the business of a {@link TemporaryKey} sees: made-up customers in a view. */
    private static final ListTable<Customer> MADE_UP =
            TABLE.from("made_up_customer").withTotalsIn("made_up_customer");

    private static final ListTable<Customer> DELETED = TABLE.from("deleted_customer");

    private static final String DELETE = "select customer_delete(?1, ?2, ?3)";

    private static final String ERASE = "select customer_erase($1, $2, $3)";

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    /** How often a customer is looked for by its number while others create, delete and rename one. */
    private static final int MAX_ATTEMPTS = 30;

    private static final String UNIQUE_NUMBER = "customer_number";
    private static final String UNIQUE_STRIPE_CUSTOMER = "customer_stripe_customer";

    private final Database database;
    private final ReactiveLists lists;
    private final CustomerNumbers numbers;
    private final DeletedCustomers deleted;
    private final Author author;
    private final Clock clock;
    private final RowChanges<Customer> changes;

    CustomerRepository(
            Database database,
            ReactiveLists lists,
            CustomerNumbers numbers,
            DeletedCustomers deleted,
            Author author,
            Clock clock) {
        this.database = database;
        this.lists = lists;
        this.numbers = numbers;
        this.deleted = deleted;
        this.author = author;
        this.clock = clock;
        this.changes = new RowChanges<>(TABLE, NAME, this::changed, database, clock);
    }

    @Produces
    @Singleton
    EventObject events() {
        return new EventObject(TABLE);
    }

    Uni<Listing<TableRow<Customer>>> list(long businessId, ListRequest<Customer> request) {
        return lists.list(scope(businessId), isMadeUp(businessId) ? request.on(MADE_UP) : request);
    }

    @Override
    public Uni<TableRow<Customer>> fetch(long businessId, long id) {
        return lists.find(isMadeUp(businessId) ? MADE_UP : TABLE, scope(businessId), ID, id)
                .map(row -> found(row, NAME));
    }

    /** Those of the customers with these ids that there are, by id. At most a hundred are asked for. */
    Uni<Map<Long, TableRow<Customer>>> fetchAll(long businessId, Set<Long> ids) {
        return lists.findAll(TABLE, scope(businessId), ID, ids);
    }

    /** Stores a new customer. One that comes without a number gets the next free one. */
    Uni<TableRow<Customer>> create(long businessId, CustomerInput input) {
        boolean numbered = input.number.isPresent() && input.number.get() != null;
        return numbered
                ? store(businessId, input, input.number.get())
                        .onFailure(CustomerRepository::isNumberTaken)
                        .transform(CustomerRepository::numberTaken)
                : numbers.assign(
                        businessId, number -> store(businessId, input, number), CustomerRepository::isNumberTaken);
    }

    /** Changes what was sent, and returns the customer as it is then. Concurrent edits of one customer wait for each other. */
    Uni<TableRow<Customer>> edit(long businessId, long id, CustomerInput input, Precondition precondition) {
        return changes.edit(() -> lock(businessId, id), precondition, customer -> {
                    input.checkAgainst(customer);
                    input.applyTo(customer);
                })
                .onFailure(CustomerRepository::isNumberTaken)
                .transform(CustomerRepository::numberTaken);
    }

    /**
     * A customer that was put.
     *
     * @param isNew false if there was one with its number
     */
    record Put(TableRow<Customer> customer, boolean isNew) {}

    /**
     * Edits the customer with this number as {@link #edit} does, or creates it as {@link #create} does. Of several at once, one creates it and
     * the others edit it.
     *
     * @param input has this number, too
     */
    Uni<Put> put(long businessId, String number, CustomerInput input, Precondition precondition) {
        return lists.find(TABLE, scope(businessId), NUMBER, number)
                .flatMap(found -> found == null
                        ? putNew(businessId, number, input, precondition)
                        : changes.edit(() -> lock(businessId, found.get(ID), number), precondition, customer -> {
                                    input.checkAgainst(customer);
                                    input.applyTo(customer);
                                })
                                .map(customer -> new Put(customer, false)))
                .onFailure(CustomerRepository::isMoved)
                .retry()
                .atMost(MAX_ATTEMPTS)
                .onFailure(CustomerRepository::isMoved)
                .transform(failure -> new ApiException(
                        CONFLICT, "Others create and delete this customer. Please send the request again.", null));
    }

    private Uni<Put> putNew(long businessId, String number, CustomerInput input, Precondition precondition) {
        var faults = new Faults();
        if (!input.name.isPresent()) {
            faults.add(ApiException.invalid("name", "No customer has this number yet. A new one needs a 'name'."));
        }
        input.checkNew(faults);
        faults.refuse();
        precondition.checkAbsence();
        return store(businessId, input, number).map(customer -> new Put(customer, true));
    }

    /** Whether somebody was faster: there is a customer with the number now, or there is none any more. */
    private static boolean isMoved(Throwable failure) {
        return isNumberTaken(failure) || failure instanceof ApiException refused && refused.status() == NOT_FOUND;
    }

    /**
     * Ties the customer to a customer of Stripe, or to none, and returns it as it is then.
     *
     * @param stripeId null for none
     */
    Uni<TableRow<Customer>> tieToStripe(
            long businessId, long id, @Nullable String stripeId, Precondition precondition) {
        return changes.edit(() -> lock(businessId, id), precondition, customer -> customer.stripeCustomer = stripeId)
                .onFailure(failure -> ConstraintViolatedException.is(failure, UNIQUE_STRIPE_CUSTOMER))
                .transform(failure ->
                        ApiException.invalid("id", "Another customer is already tied to this customer of Stripe."));
    }

    /**
     * Brings a deleted customer back with its contacts and ledger, as they were, and returns it. One that is there stays as it is. Fails
     * with 409 if another customer has its number, or its customer of Stripe.
     */
    Uni<TableRow<Customer>> restore(long businessId, long id) {
        return lists.find(DELETED, scope(businessId), ID, id)
                .flatMap(kept -> kept == null
                        ? fetch(businessId, id)
                        : deleted.restore(businessId, id)
                                .onFailure(CustomerRepository::isNumberTaken)
                                .transform(failure -> conflict("number", kept.get(NUMBER)))
                                .onFailure(failure -> ConstraintViolatedException.is(failure, UNIQUE_STRIPE_CUSTOMER))
                                .transform(failure -> conflict("stripe_customer", kept.get(STRIPE_CUSTOMER)))
                                .chain(() -> fetch(businessId, id)));
    }

    /** Deletes the customer; the database takes its contacts and ledger along, and keeps all of them for a time. */
    Uni<Void> remove(long businessId, long id, Precondition precondition) {
        return changes.delete(() -> lock(businessId, id), precondition, () -> getSession()
                .flatMap(session -> session.createNativeQuery(DELETE, Long.class)
                        .setParameter(1, businessId)
                        .setParameter(2, id)
                        .setParameter(3, author.current())
                        .getSingleResult()));
    }

    /** Removes what says something about a person, here and from all events; 404 if there is nothing of such a customer. */
    Uni<Void> erase(long businessId, long id) {
        return database.write(Statement.of(ERASE, businessId, id, author.current()))
                .invoke(rows -> foundRows(rows.iterator().next().getBoolean(0) ? 1 : 0, NAME))
                .replaceWithVoid();
    }

    /** One statement, and so one round trip, instead of Hibernate's begin, sequence, insert and commit. */
    private Uni<TableRow<Customer>> store(long businessId, CustomerInput input, String number) {
        var customer = new Customer();
        customer.createdAt = clock.instant().getEpochSecond();
        input.applyTo(customer);
        customer.number = number;
        var columns = author.of(scope(businessId));
        return lists.insert(
                TABLE, customer.emailKey == null ? columns : columns.and("email_key", customer.emailKey), customer);
    }

    private void changed(Customer customer, long now) {
        customer.updatedAt = now;
        customer.author = author.current();
    }

    private Uni<Customer> lock(long businessId, long id) {
        return findById(new Customer.Key(businessId, id), LockModeType.PESSIMISTIC_WRITE);
    }

    /** Like the other method; null if the customer does not have this number any more. */
    private Uni<Customer> lock(long businessId, long id, String number) {
        return lock(businessId, id)
                .map(customer -> customer != null && customer.number.equals(number) ? customer : null);
    }

    private static boolean isMadeUp(long businessId) {
        return businessId == TemporaryKey.BUSINESS;
    }

    private static Scope scope(long businessId) {
        return Scope.of("business_id", businessId);
    }

    private static boolean isNumberTaken(Throwable failure) {
        return ConstraintViolatedException.is(failure, UNIQUE_NUMBER);
    }

    private static ApiException conflict(String property, String value) {
        return new ApiException(
                CONFLICT,
                "Another customer has the " + property + " " + value
                        + " meanwhile. Change that, and restore this one again.",
                property);
    }

    private static ApiException numberTaken(Throwable failure) {
        return ApiException.invalid("number", "Another customer already has this number.");
    }
}
