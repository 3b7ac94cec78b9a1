package dev.billing.customers.balance;

import static dev.billing.customers.error.ApiException.found;
import static dev.billing.customers.error.ApiException.foundRows;
import static dev.billing.customers.query.ListProperty.decimal;
import static dev.billing.customers.query.ListProperty.integer;
import static dev.billing.customers.query.ListProperty.text;

import dev.billing.customers.customer.Customers;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.OutOfRangeException;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.Author;
import dev.billing.customers.event.EventObject;
import dev.billing.customers.query.ListProperty;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.Listing;
import dev.billing.customers.query.ReactiveLists;
import dev.billing.customers.query.Scope;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.stream.StreamSupport;

/**
 * The ledgers of a business's customers. Entries are appended and read, never changed; the database moves the customer's
 * balance in the statement that appends one.
 */
@ApplicationScoped
class BalanceEntryRepository {

    /** The id of the entry's customer, in place of which the whole customer can be shown. */
    static final ListProperty<BalanceEntry, Long> CUSTOMER =
            integer("customer", BalanceEntry::customerId).in("customer_id").required();

    static final ListProperty<BalanceEntry, Long> CREATED_AT =
            integer("created_at", BalanceEntry::createdAt).required();

    /** The customer's balance after the entry. */
    static final ListProperty<BalanceEntry, BigDecimal> BALANCE_AFTER =
            decimal("balance", BalanceEntry::balance).required().notInserted();

    private static final ListProperty<BalanceEntry, Long> ID =
            integer("id", BalanceEntry::id).key();
    private static final ListProperty<BalanceEntry, BigDecimal> AMOUNT =
            decimal("amount", BalanceEntry::amount).required();
    private static final ListProperty<BalanceEntry, String> REFERENCE =
            text("reference", BalanceEntry::reference).unique().ordered();

    /** What an entry consists of, in the order of its JSON. */
    static final ListTable<BalanceEntry> TABLE = ListTable.of(
            "balance_entry",
            CREATED_AT,
            ID,
            CUSTOMER,
            AMOUNT,
            REFERENCE,
            text("notes", BalanceEntry::notes),
            BALANCE_AFTER);

    /** In one statement, so that the balance is the one behind the latest entry whatever happens meanwhile. */
    private static final String BALANCE = """
            select entry.*, customer.balance as current
            from customer left join lateral (
                select %s from balance_entry
                where business_id = $1 and customer_id = $2
                order by id desc
                limit 10) as entry on true
            where customer.business_id = $1 and customer.id = $2
            """.formatted(TABLE.columns());

    /** Only on Citus, where two entries of a business may take the same id in the moment after their shard has moved. */
    private static final String UNIQUE_ID = "balance_entry_pkey";

    private static final int MAX_RETRIES = 5;

    private static final String CUSTOMER_EXISTS = "balance_entry_customer";
    private static final String UNIQUE_REFERENCE = "balance_entry_reference";

    private final Database database;
    private final ReactiveLists lists;
    private final Author author;
    private final Clock clock;

    BalanceEntryRepository(Database database, ReactiveLists lists, Author author, Clock clock) {
        this.database = database;
        this.lists = lists;
        this.author = author;
        this.clock = clock;
    }

    @Produces
    @Singleton
    EventObject events() {
        return new EventObject(TABLE);
    }

    /**
     * An entry that was appended, or found.
     *
     * @param isNew false if the reference was booked before
     */
    record Booked(TableRow<BalanceEntry> entry, boolean isNew) {}

    /** One page of a customer's entries; empty for a customer that does not exist. */
    Uni<Listing<TableRow<BalanceEntry>>> list(long businessId, long customerId, ListRequest<BalanceEntry> request) {
        return lists.list(scope(businessId, customerId), request);
    }

    /** The entry with this id; 404 if the customer has none. */
    Uni<TableRow<BalanceEntry>> fetch(long businessId, long customerId, long id) {
        return lists.find(TABLE, scope(businessId, customerId), ID, id).map(row -> found(row, "balance entry"));
    }

    /**
     * Appends an entry and moves the balance, in one transaction. A reference that was booked before with the same amount
     * moves nothing and returns the first entry; with another amount it is refused.
     */
    Uni<Booked> append(long businessId, long customerId, BalanceEntryInput input) {
        var entry = new BalanceEntry(
                clock.instant().getEpochSecond(),
                customerId,
                input.amount,
                input.reference.get(),
                input.notes.orElse(null));
        return lists.insert(TABLE, author.of(Scope.of("business_id", businessId)), entry)
                .map(row -> new Booked(row, true))
                .onFailure(failure -> ConstraintViolatedException.is(failure, UNIQUE_ID))
                .retry()
                .atMost(MAX_RETRIES)
                .onFailure(failure -> ConstraintViolatedException.is(failure, UNIQUE_REFERENCE))
                .recoverWithUni(() -> booked(businessId, customerId, input))
                .onFailure(failure -> ConstraintViolatedException.is(failure, CUSTOMER_EXISTS))
                .transform(failure -> ApiException.notFound(Customers.NAME))
                .onFailure(OutOfRangeException.class)
                .transform(failure -> ApiException.invalid("amount", "The balance would be out of range."));
    }

    /** The balance and the latest ten entries, newest first; 404 if there is no such customer. */
    Uni<Balance> balance(long businessId, long customerId) {
        return database.query(Statement.of(BALANCE, businessId, customerId)).map(BalanceEntryRepository::balance);
    }

    private Uni<Booked> booked(long businessId, long customerId, BalanceEntryInput input) {
        return lists.find(TABLE, scope(businessId, customerId), REFERENCE, input.reference.get())
                .map(row -> {
                    var entry =
                            found(row, Customers.NAME); // It may have been deleted in between, and its entries with it.
                    if (entry.get(AMOUNT).compareTo(input.amount) != 0) {
                        throw ApiException.invalid(
                                "reference",
                                "This customer has an entry with this reference and the amount " + entry.get(AMOUNT)
                                        + ". A correction needs a reference of its own.");
                    }
                    return new Booked(entry, false);
                });
    }

    private static Balance balance(RowSet<Row> rows) {
        foundRows(rows.size(), Customers.NAME);
        var current = rows.iterator().next().getBigDecimal("current");
        var latest = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getLong("id") != null)
                .map(TABLE::read)
                .toList();
        return new Balance(current, latest);
    }

    private static Scope scope(long businessId, long customerId) {
        return Scope.of("business_id", businessId).and("customer_id", customerId);
    }
}
