package dev.billing.customers.customer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Metadata;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.imports.ImportTarget;
import dev.billing.customers.imports.Outcome;
import dev.billing.customers.imports.Outcome.Result;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * Says what would become of the lines of an import, and changes nothing. A number may come again in later lines, so it keeps in mind what would
 * have been stored, as one hash for each property.
 */
final class CustomerDryRun implements ImportTarget<CustomerLine> {

    /** Later numbers are taken as new ones each time. */
    private static final int MAX_NUMBERS = 100_000;

    private static final String LAST_NUMBER =
            "select coalesce(max(last), 0) from customer_number_counter where business_id = $1";

    private static final String USED_NUMBERS =
            "select number from customer where business_id = $1 and number = any ($2)";

    /** How many numbers are looked at together; more than a batch has lines. */
    private static final int NUMBERS = 1000;

    private record Text(
            Function<CustomerInput, JsonNullable<String>> sent, Function<Customer, @Nullable String> stored) {}

    private static final List<Text> TEXTS = List.of(
            new Text(input -> input.name, customer -> customer.name),
            new Text(input -> input.email, customer -> customer.email),
            new Text(input -> input.address1, customer -> customer.address1),
            new Text(input -> input.address2, customer -> customer.address2),
            new Text(input -> input.city, customer -> customer.city),
            new Text(input -> input.state, customer -> customer.state),
            new Text(input -> input.postalCode, customer -> customer.postalCode),
            new Text(input -> input.country, customer -> customer.country),
            new Text(input -> input.taxId, customer -> customer.taxId),
            new Text(input -> input.phone, customer -> customer.phone),
            new Text(input -> input.otherPhone, customer -> customer.otherPhone),
            new Text(input -> input.website, customer -> customer.website),
            new Text(input -> input.notes, customer -> customer.notes));

    private final long businessId;
    private final ImportTarget<CustomerLine> target;
    private final ImportedContacts contacts;
    private final Database database;
    private final Map<String, Seen> seen = new HashMap<>();

    /** Numbers that lines without one may get, in their order. */
    private final Deque<String> free = new ArrayDeque<>();

    private long lastFree = -1;

    /** What would have been stored by an earlier line. */
    private static final class Seen {

        final @Nullable Long id;
        final long[] texts = new long[TEXTS.size()];
        long metadata;
        long contacts;

        Seen(CustomerLine line, Customer customer) {
            this.id = customer.id;
            for (int i = 0; i < texts.length; i++) {
                texts[i] = Hashes.of(TEXTS.get(i).stored().apply(customer));
            }
            this.metadata = hash(customer.metadata);
            this.contacts = line.contactsHash;
        }

        /** Whether a line would change something; then that is kept in mind. */
        boolean isChangedBy(CustomerLine line) {
            boolean isChanged = false;
            for (int i = 0; i < texts.length; i++) {
                var sent = TEXTS.get(i).sent().apply(line.input);
                long hash = sent.isPresent() ? Hashes.of(sent.get()) : texts[i];
                isChanged |= hash != texts[i];
                texts[i] = hash;
            }
            // An object without members, and a list without contacts, change nothing.
            if (line.input.metadata != null && (line.input.metadata.isNull() || !line.input.metadata.isEmpty())) {
                long hash = hash(Metadata.merge(null, line.input.metadata));
                isChanged |= hash != metadata;
                metadata = hash;
            }
            if (line.contacts != null && line.contacts.count() > 0) {
                isChanged |= line.contactsHash != contacts;
                contacts = line.contactsHash;
            }
            return isChanged;
        }

        private static long hash(@Nullable JsonObject metadata) {
            return Hashes.of(metadata == null ? null : new JsonObject(new TreeMap<>(metadata.getMap())).encode());
        }
    }

    /**
     * Creates a dry run.
     *
     * @param target reads the lines
     */
    CustomerDryRun(long businessId, ImportTarget<CustomerLine> target, ImportedContacts contacts, Database database) {
        this.businessId = businessId;
        this.target = target;
        this.contacts = contacts;
        this.database = database;
    }

    @Override
    public Set<String> columns() {
        return target.columns();
    }

    @Override
    public Set<String> ignoredColumns() {
        return target.ignoredColumns();
    }

    @Override
    public boolean hasMetadata() {
        return target.hasMetadata();
    }

    @Override
    public CustomerLine read(JsonNode line) {
        // Reading takes what is ignored out of them.
        var sentContacts =
                CustomerImport.customer(line).path(CustomerImport.CONTACTS).toString();
        var read = target.read(line);
        read.contactsHash = read.contacts == null ? 0 : Hashes.of(sentContacts);
        return read;
    }

    @Override
    public int weight(CustomerLine line) {
        return target.weight(line);
    }

    @Override
    public Uni<List<Outcome>> store(List<CustomerLine> lines) {
        boolean isSeen = seen(lines.get(0)) != null;
        var some = new ArrayList<CustomerLine>();
        for (int i = 0; i < lines.size() && (seen(lines.get(i)) != null) == isSeen; i++) {
            some.add(lines.get(i));
        }
        return isSeen
                ? Uni.createFrom().item(some.stream().map(this::again).toList())
                : numbers(some).chain(() -> new CustomerBatch(businessId, "", contacts, database::query, 0)
                        .foresee(some, free, this::keepInMind));
    }

    /** Looks which numbers lines without one would get. */
    private Uni<Void> numbers(List<CustomerLine> lines) {
        long missing = lines.stream().filter(line -> line.number == null).count();
        free.removeIf(seen::containsKey);
        if (missing <= free.size()) {
            return Uni.createFrom().voidItem();
        }
        return (lastFree < 0
                        ? database.query(Statement.of(LAST_NUMBER, businessId))
                                .invoke(rows ->
                                        lastFree = rows.iterator().next().getLong(0))
                        : Uni.createFrom().voidItem())
                .chain(() -> Uni.createFrom()
                        .deferred(this::lookForNumbers)
                        .repeat()
                        .atMost(CustomerImport.MAX_LOOKS)
                        .filter(found -> found >= missing)
                        .toUni()
                        .replaceWithVoid());
    }

    /** Looks which of the next numbers are free, and returns how many that are together. */
    private Uni<Integer> lookForNumbers() {
        Deadline.renew();
        var next = CustomerNumbers.after(lastFree, NUMBERS).toArray(String[]::new);
        return database.query(Statement.of(USED_NUMBERS, businessId, next)).map(rows -> {
            var used = new HashSet<String>();
            rows.forEach(row -> used.add(row.getString(0)));
            Stream.of(next)
                    .filter(number -> !used.contains(number) && !seen.containsKey(number))
                    .forEach(free::add);
            lastFree += NUMBERS;
            return free.size();
        });
    }

    private @Nullable Seen seen(CustomerLine line) {
        return line.number == null ? null : seen.get(line.number);
    }

    private Outcome again(CustomerLine line) {
        var before = Objects.requireNonNull(seen(line));
        try {
            line.check(false);
        } catch (ApiException refused) {
            return Outcome.refused(refused);
        }
        return Outcome.of(before.isChangedBy(line) ? Result.UPDATED : Result.UNCHANGED, before.id);
    }

    private void keepInMind(CustomerLine line, Customer customer) {
        if (line.number != null && seen.size() < MAX_NUMBERS) {
            seen.put(line.number, new Seen(line, customer));
        }
    }
}
