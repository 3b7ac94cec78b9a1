package dev.billing.customers.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.Faults;
import dev.billing.customers.event.Author;
import dev.billing.customers.imports.ImportTarget;
import dev.billing.customers.imports.Outcome;
import dev.billing.customers.query.Representation;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Imports customers: one whose number is there is edited, any other one is created. What is read-only is ignored, so that what was exported can
 * be imported.
 */
final class CustomerImport implements ImportTarget<CustomerLine> {

    static final String CONTACTS = "contacts";

    private static final Set<String> READ_ONLY = Set.of("id", "created_at", "updated_at", "balance", "stripe_customer");

    private static final Set<String> COLUMNS = Set.of(
            "id",
            "created_at",
            "updated_at",
            "balance",
            "stripe_customer",
            "number",
            "name",
            "email",
            "address1",
            "address2",
            "city",
            "state",
            "postal_code",
            "country",
            "tax_id",
            "phone",
            "other_phone",
            "website",
            "notes");

    private static final Set<String> COLUMNS_OF_BARE =
            Stream.concat(COLUMNS.stream(), Stream.of("object")).collect(Collectors.toUnmodifiableSet());

    /** Looks at the next ten thousand. */
    private static final String NUMBERS = "select customer_number_next_some($1, $2)";

    /** How often the next numbers are looked at, if those before are all in use. */
    static final int MAX_LOOKS = 1000;

    private final long businessId;
    private final Representation representation;
    private final InputBodyReader inputs;
    private final ImportedContacts contacts;
    private final Database database;
    private final Author author;
    private final Clock clock;

    /**
     * Creates an import.
     *
     * @param representation in which the lines are written
     */
    CustomerImport(
            long businessId,
            Representation representation,
            InputBodyReader inputs,
            ImportedContacts contacts,
            Database database,
            Author author,
            Clock clock) {
        this.businessId = businessId;
        this.representation = representation;
        this.inputs = inputs;
        this.contacts = contacts;
        this.database = database;
        this.author = author;
        this.clock = clock;
    }

    @Override
    public Set<String> columns() {
        return hasMetadata() ? COLUMNS_OF_BARE : COLUMNS;
    }

    @Override
    public Set<String> ignoredColumns() {
        return READ_ONLY;
    }

    @Override
    public boolean hasMetadata() {
        return representation == Representation.BARE;
    }

    /** A customer, by itself or as the only member {@code customer} of an object. */
    @Override
    public CustomerLine read(JsonNode line) {
        var ofCustomer = customer(line);
        var sentContacts = ofCustomer.remove(CONTACTS);
        ofCustomer.remove(READ_ONLY);
        var faults = new Faults();
        var input = inputs.read(ofCustomer, CustomerInput.class, representation, faults);
        ReadOnly.checkKind(faults, input.object, Customers.NAME);
        boolean hasContacts = sentContacts != null && !sentContacts.isNull();
        var read = new CustomerLine(
                input, faults, hasContacts ? contacts.read(sentContacts, representation, faults) : null);
        read.check();
        return read;
    }

    /** The customer in a line. */
    static ObjectNode customer(JsonNode line) {
        boolean isEnveloped = line.size() == 1 && line.path(Customers.NAME).isObject();
        return (ObjectNode) (isEnveloped ? line.path(Customers.NAME) : line);
    }

    @Override
    public int weight(CustomerLine line) {
        return 1 + (line.contacts == null ? 0 : line.contacts.count());
    }

    @Override
    public Uni<List<Outcome>> store(List<CustomerLine> lines) {
        var writer = author.current();
        lines.stream().filter(line -> line.author == null).forEach(line -> line.author = author.current());
        return numbers(lines)
                .flatMap(free -> database.together(
                        send -> new CustomerBatch(businessId, writer, contacts, send, now()).store(lines, free)));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /**
     * Free numbers for the lines that have none, or for the first ones of them. They are taken before the transaction, as for single customers.
     */
    private Uni<Deque<String>> numbers(List<CustomerLine> lines) {
        long missing = lines.stream().filter(line -> line.number == null).count();
        return missing == 0
                ? Uni.createFrom().item(new ArrayDeque<>())
                : Uni.createFrom()
                        .deferred(() -> numbers((int) missing))
                        .repeat()
                        .atMost(MAX_LOOKS)
                        .filter(free -> !free.isEmpty())
                        .toUni()
                        .onItem()
                        .ifNull()
                        .continueWith(ArrayDeque::new);
    }

    /** Free ones among the next numbers, if there are any. */
    private Uni<Deque<String>> numbers(int wanted) {
        Deadline.renew();
        return database.query(Statement.of(NUMBERS, businessId, wanted))
                .map(rows -> CustomerNumbers.texts(rows.iterator().next().getArrayOfLongs(0)));
    }
}
