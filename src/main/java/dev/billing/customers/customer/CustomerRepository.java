package dev.billing.customers.customer;

import dev.billing.customers.api.Precondition;
import dev.billing.customers.business.TemporaryKey;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.RowInsert;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The customers of a business. Every method fails with 404 for a customer of another business, as for none. */
@ApplicationScoped
class CustomerRepository implements PanacheRepositoryBase<Customer, Customer.Key>, Customers {

    /** What the business of a {@link TemporaryKey} sees: made-up customers in a view. */
    private static final ListTable<Customer> MADE_UP =
            TABLE.from("made_up_customer").withTotalsIn("made_up_customer");

    private static final RowInsert<Customer> INSERT = TABLE.insert("business_id");

    private static final String BY_IDS =
            "select " + TABLE.columns() + " from customer where business_id = $1 and id = any ($2)";

    private static final String UNIQUE_NUMBER = "customer_number";
    private static final String UNIQUE_STRIPE_CUSTOMER = "customer_stripe_customer";

    private final Database database;
    private final ReactiveLists lists;
    private final CustomerNumbers numbers;
    private final Clock clock;

    CustomerRepository(Database database, ReactiveLists lists, CustomerNumbers numbers, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** One page of the customers. */
    Uni<Listing<TableRow<Customer>>> list(long businessId, ListRequest<Customer> request) {
        return lists.list(table(businessId), scope(businessId), request);
    }

    @Override
    public Uni<TableRow<Customer>> fetch(long businessId, long id) {
        return lists.find(table(businessId), scope(businessId), id)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("customer"));
    }

    @Override
    public Uni<Map<Long, TableRow<Customer>>> fetchAll(long businessId, Set<Long> ids) {
        return database.query(BY_IDS, List.of(businessId, ids.toArray(Long[]::new)))
                .map(rows -> {
                    var found = new HashMap<Long, TableRow<Customer>>();
                    rows.forEach(row -> {
                        var customer = TABLE.read(row);
                        found.put(customer.get(ID), customer);
                    });
                    return found;
                });
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
        return change(businessId, id, precondition, customer -> {
                    input.checkAgainst(customer);
                    input.applyTo(customer);
                })
                .onFailure(CustomerRepository::isNumberTaken)
                .transform(CustomerRepository::numberTaken);
    }

    /**
     * Ties the customer to a customer of Stripe, or to none, and returns it as it is then.
     *
     * @param stripeId null for none
     */
    Uni<TableRow<Customer>> tieToStripe(
            long businessId, long id, @Nullable String stripeId, Precondition precondition) {
        return change(businessId, id, precondition, customer -> customer.stripeCustomer = stripeId)
                .onFailure(failure -> ConstraintViolatedException.is(failure, UNIQUE_STRIPE_CUSTOMER))
                .transform(failure ->
                        ApiException.invalid("id", "Another customer is already tied to this customer of Stripe."));
    }

    /** Deletes the customer; the database takes its contacts along. */
    Uni<Void> remove(long businessId, long id, Precondition precondition) {
        return database.transaction(() -> (precondition.isAbsent()
                                ? Uni.createFrom().voidItem()
                                : expected(businessId, id, precondition).replaceWithVoid())
                        .chain(() -> delete("businessId = ?1 and id = ?2", businessId, id)))
                .map(deleted -> {
                    if (deleted == 0) {
                        throw ApiException.notFound("customer");
                    }
                    return null;
                });
    }

    /** One statement, and so one round trip, instead of Hibernate's begin, sequence, insert and commit. */
    private Uni<TableRow<Customer>> store(long businessId, CustomerInput input, String number) {
        var customer = new Customer();
        customer.createdAt = clock.instant().getEpochSecond();
        input.applyTo(customer);
        customer.number = number;
        var insert = INSERT.of(customer, businessId);
        return database.write(insert.sql(), insert.values())
                .map(rows -> TABLE.read(rows.iterator().next()));
    }

    /** Applies the change to the customer's row while nobody else can, and notes the time if anything is different then. */
    private Uni<TableRow<Customer>> change(
            long businessId, long id, Precondition precondition, Consumer<Customer> change) {
        return database.transaction(() -> expected(businessId, id, precondition).call(customer -> {
                    var before = TABLE.row(customer);
                    change.accept(customer);
                    if (!before.equals(TABLE.row(customer))) {
                        customer.updatedAt = clock.instant().getEpochSecond();
                    }
                    return flush();
                }))
                .map(TABLE::row);
    }

    /** The customer's row, which nobody else changes meanwhile, if it is what the caller expects. */
    private Uni<Customer> expected(long businessId, long id, Precondition precondition) {
        return findById(new Customer.Key(businessId, id), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("customer"))
                .invoke(customer -> precondition.check(TABLE.row(customer)));
    }

    private static ListTable<Customer> table(long businessId) {
        return businessId == TemporaryKey.BUSINESS ? MADE_UP : TABLE;
    }

    private static Scope scope(long businessId) {
        return Scope.of("business_id", businessId);
    }

    private static boolean isNumberTaken(Throwable failure) {
        return ConstraintViolatedException.is(failure, UNIQUE_NUMBER);
    }

    private static ApiException numberTaken(Throwable failure) {
        return ApiException.invalid("number", "Another customer already has this number.");
    }
}
