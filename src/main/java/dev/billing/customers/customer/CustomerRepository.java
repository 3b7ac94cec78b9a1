package dev.billing.customers.customer;

import dev.billing.customers.api.Precondition;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The customers of a business. Every method fails with 404 for a customer of another business, as for none. */
@ApplicationScoped
class CustomerRepository implements PanacheRepositoryBase<Customer, Customer.Key>, Customers {

    private static final String INSERT = """
            insert into customer (business_id, created_at, number, name, email, address1, address2, city, state, postal_code,
                                  country, tax_id, phone, other_phone, website, notes)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            returning %s
            """.formatted(TABLE.columns());

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
    Uni<Listing<CustomerView>> list(long businessId, ListRequest request) {
        return lists.list(TABLE, Scope.business(businessId), request);
    }

    @Override
    public Uni<CustomerView> fetch(long businessId, long id) {
        return lists.find(TABLE, Scope.business(businessId), id)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("customer"));
    }

    @Override
    public Uni<Map<Long, CustomerView>> fetchAll(long businessId, Set<Long> ids) {
        return database.query(BY_IDS, List.of(businessId, ids.toArray(Long[]::new)))
                .map(rows -> {
                    var found = new HashMap<Long, CustomerView>();
                    rows.forEach(row -> {
                        var customer = CustomerView.of(row);
                        found.put(customer.id(), customer);
                    });
                    return found;
                });
    }

    /** Stores a new customer. One that comes without a number gets the next free one. */
    Uni<CustomerView> create(long businessId, CustomerInput input) {
        boolean numbered = input.number.isPresent() && input.number.get() != null;
        return numbered
                ? store(businessId, input, input.number.get())
                        .onFailure(CustomerRepository::isNumberTaken)
                        .transform(CustomerRepository::numberTaken)
                : numbers.assign(
                        businessId, number -> store(businessId, input, number), CustomerRepository::isNumberTaken);
    }

    /** Changes what was sent, and answers the customer as it is then. Concurrent edits of one customer wait for each other. */
    Uni<CustomerView> edit(long businessId, long id, CustomerInput input, Precondition precondition) {
        return change(businessId, id, precondition, customer -> {
                    input.checkAgainst(customer);
                    input.applyTo(customer);
                })
                .onFailure(CustomerRepository::isNumberTaken)
                .transform(CustomerRepository::numberTaken);
    }

    /**
     * Ties the customer to a customer of Stripe, or to none, and answers it as it is then.
     *
     * @param stripeId null for none
     */
    Uni<CustomerView> tieToStripe(long businessId, long id, String stripeId, Precondition precondition) {
        return change(businessId, id, precondition, customer -> customer.setStripeCustomer(stripeId))
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
    private Uni<CustomerView> store(long businessId, CustomerInput input, String number) {
        var values = new ArrayList<Object>();
        values.add(businessId);
        values.add(clock.instant().getEpochSecond());
        values.add(number);
        values.addAll(input.texts());
        return database.write(INSERT, values)
                .map(rows -> CustomerView.of(rows.iterator().next()));
    }

    /** Applies the change to the customer's row while nobody else can, and notes the time where anything is different then. */
    private Uni<CustomerView> change(long businessId, long id, Precondition precondition, Consumer<Customer> change) {
        return database.transaction(() -> expected(businessId, id, precondition).call(customer -> {
                    var before = CustomerView.of(customer);
                    change.accept(customer);
                    if (!before.equals(CustomerView.of(customer))) {
                        customer.touch(clock.instant().getEpochSecond());
                    }
                    return flush();
                }))
                .map(CustomerView::of);
    }

    /** The customer's row, which nobody else changes meanwhile, if it is what the caller expects. */
    private Uni<Customer> expected(long businessId, long id, Precondition precondition) {
        return findById(new Customer.Key(businessId, id), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("customer"))
                .invoke(customer -> precondition.check(CustomerView.of(customer).etag()));
    }

    private static boolean isNumberTaken(Throwable failure) {
        return ConstraintViolatedException.is(failure, UNIQUE_NUMBER);
    }

    private static ApiException numberTaken(Throwable failure) {
        return ApiException.invalid("number", "Another customer already has this number.");
    }
}
