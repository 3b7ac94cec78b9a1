package dev.billing.customers.customer;

import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.imports.ConcurrentChangeException;
import dev.billing.customers.imports.Outcome;
import dev.billing.customers.imports.Outcome.Result;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of an import in one transaction. Those that change nothing are only read. What is refused is known before anything is written.
 */
final class CustomerBatch {

    private final long businessId;
    private final String author;
    private final ImportedContacts contacts;
    private final Function<Statement, Uni<RowSet<Row>>> send;
    private final long now;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A line, the customer as it is going to be, and what becomes of it. */
    private static final class Entry {

        final CustomerLine line;
        final boolean isNew;
        Customer customer;
        ImportedContacts.@Nullable Changes contacts;
        Result result;
        boolean isRowChanged;

        @Nullable
        ApiException refusal;

        Entry(CustomerLine line, @Nullable Customer stored) {
            this.line = line;
            this.isNew = stored == null;
            this.customer = stored == null ? new Customer() : stored;
            this.result = isNew ? Result.CREATED : Result.UNCHANGED;
        }

        boolean isAlive() {
            return refusal == null;
        }

        Outcome outcome() {
            return refusal == null ? Outcome.of(result, customer.id) : Outcome.refused(refusal);
        }
    }

    /**
     * Creates a batch.
     *
     * @param author of its changes
     * @param send sends a statement in the transaction
     * @param now UNIX seconds
     */
    CustomerBatch(
            long businessId,
            String author,
            ImportedContacts contacts,
            Function<Statement, Uni<RowSet<Row>>> send,
            long now) {
        this.businessId = businessId;
        this.author = author;
        this.contacts = contacts;
        this.send = send;
        this.now = now;
    }

    /**
     * Stores the first ones of these lines, up to one whose number was there before.
     *
     * @param free numbers for lines that have none
     */
    Uni<List<Outcome>> store(List<CustomerLine> lines, Deque<String> free) {
        return compare(lines, free, true).chain(this::write).replaceWith(this::outcomes);
    }

    /**
     * What would become of the first ones of these lines, up to one whose number was there before. Nothing is changed.
     *
     * @param free numbers for lines that have none
     * @param changed is told the lines that would change something, and the customers as they would be
     */
    Uni<List<Outcome>> foresee(
            List<CustomerLine> lines, Deque<String> free, BiConsumer<CustomerLine, Customer> changed) {
        return compare(lines, free, false)
                .invoke(() -> alive(entry -> entry.result != Result.UNCHANGED)
                        .forEach(entry -> changed.accept(entry.line, entry.customer)))
                .replaceWith(this::outcomes);
    }

    private Uni<Void> compare(List<CustomerLine> lines, Deque<String> free, boolean isLocked) {
        var numbers = Stream.concat(lines.stream().map(line -> line.number).filter(Objects::nonNull), free.stream())
                .collect(Collectors.toSet());
        return (numbers.isEmpty()
                        ? Uni.createFrom().item(Map.<String, Customer>of())
                        : send.apply(CustomerRows.find(businessId, numbers)).map(CustomerRows::byNumber))
                .invoke(found -> begin(lines, free, found))
                .chain(() -> isLocked ? lock() : Uni.createFrom().voidItem())
                .chain(() -> compareContacts(isLocked));
    }

    private void begin(List<CustomerLine> lines, Deque<String> free, Map<String, Customer> found) {
        for (var line : lines) {
            if (!hasNumber(line, free, found) || entries.containsKey(line.number)) {
                break;
            }
            var entry = new Entry(line, found.get(line.number));
            entries.put(line.number, entry);
            apply(entry);
        }
        if (entries.isEmpty()) {
            throw new ConcurrentChangeException();
        }
    }

    /** Gives a line a number, if it has none, or somebody else has taken it meanwhile. Returns false if there is none left. */
    private boolean hasNumber(CustomerLine line, Deque<String> free, Map<String, Customer> found) {
        if (line.isNumbered()) {
            return true;
        }
        var taken = line.number == null ? null : found.get(line.number);
        if (taken != null && !isOwn(line, taken)) {
            line.number = null;
        }
        while (line.number == null && !free.isEmpty()) {
            var next = free.remove();
            if (!found.containsKey(next) && !entries.containsKey(next)) {
                line.number = next;
            }
        }
        return line.number != null;
    }

    /** Whether a row was stored by an attempt of which nobody was told, because the connection broke. */
    private static boolean isOwn(CustomerLine line, Customer stored) {
        return line.author != null && line.author.equals(stored.author);
    }

    private void apply(Entry entry) {
        var line = entry.line;
        var customer = entry.customer;
        try {
            line.check(entry.isNew);
            if (entry.isNew) {
                line.input.applyTo(customer);
                customer.number = Objects.requireNonNull(line.number);
                entry.contacts = line.contacts == null ? null : contacts.ofNew(businessId, line.contacts);
            } else if (isOwn(line, customer)) {
                entry.result = customer.version == 0 ? Result.CREATED : Result.UPDATED;
                return;
            } else {
                var before = Customers.TABLE.row(customer);
                line.input.applyTo(customer);
                entry.isRowChanged = !before.equals(Customers.TABLE.row(customer));
                entry.result = entry.isRowChanged ? Result.UPDATED : Result.UNCHANGED;
            }
            customer.author = line.author;
        } catch (ApiException refused) {
            entry.refusal = refused;
        }
    }

    /** Locks the customers that are going to be changed, and compares again what they are then. */
    private Uni<Void> lock() {
        var changing = stored().filter(entry -> entry.isRowChanged || entry.line.contacts != null)
                .collect(Collectors.toMap(entry -> entry.customer.id, entry -> entry));
        return changing.isEmpty()
                ? Uni.createFrom().voidItem()
                : send.apply(CustomerRows.lock(businessId, changing.keySet()))
                        .map(CustomerRows::byNumber)
                        .invoke(locked -> compareAgain(changing.values(), locked))
                        .replaceWithVoid();
    }

    private void compareAgain(Collection<Entry> changing, Map<String, Customer> locked) {
        for (var entry : changing) {
            var customer = locked.get(entry.customer.number);
            if (customer == null || !customer.id.equals(entry.customer.id)) {
                throw new ConcurrentChangeException();
            }
            entry.customer = customer;
            apply(entry);
        }
    }

    private Uni<Void> compareContacts(boolean isLocked) {
        var sent = new HashMap<Long, ImportedContacts.Sent>();
        stored().forEach(entry -> {
            if (entry.line.contacts != null) {
                sent.put(entry.customer.id, entry.line.contacts);
            }
        });
        return sent.isEmpty()
                ? Uni.createFrom().voidItem()
                : contacts.compare(send, businessId, sent, isLocked)
                        .invoke(changes -> stored().forEach(entry -> {
                            entry.contacts = changes.get(entry.customer.id);
                            refuse(entry);
                        }))
                        .replaceWithVoid();
    }

    private static void refuse(Entry entry) {
        if (entry.contacts != null) {
            entry.refusal = entry.contacts.refusal();
            if (entry.result == Result.UNCHANGED && entry.contacts.areAny()) {
                entry.result = Result.UPDATED;
            }
        }
    }

    private Uni<Void> write() {
        var created = alive(entry -> entry.isNew);
        return (created.isEmpty() ? Uni.createFrom().voidItem() : insert(created))
                .chain(this::update)
                .chain(this::writeContacts);
    }

    private Uni<Void> insert(List<Entry> created) {
        var customers = created.stream().map(entry -> entry.customer).toList();
        return send.apply(CustomerRows.insert(businessId, now, customers))
                .invoke(rows -> rows.forEach(row ->
                        Objects.requireNonNull(entries.get(row.getString("number"))).customer.id = row.getLong("id")))
                .replaceWithVoid();
    }

    private Uni<Void> update() {
        var changed = alive(entry -> !entry.isNew && entry.isRowChanged).stream()
                .map(entry -> entry.customer)
                .toList();
        return changed.isEmpty()
                ? Uni.createFrom().voidItem()
                : send.apply(CustomerRows.update(businessId, now, changed)).replaceWithVoid();
    }

    private Uni<Void> writeContacts() {
        var changes = alive(entry -> entry.contacts != null && entry.contacts.areAny()).stream()
                .map(entry -> Map.entry(entry.customer.id, Objects.requireNonNull(entry.contacts)))
                .toList();
        return changes.isEmpty() ? Uni.createFrom().voidItem() : contacts.store(send, businessId, author, changes);
    }

    private Stream<Entry> stored() {
        return entries.values().stream().filter(entry -> !entry.isNew && entry.isAlive());
    }

    private List<Entry> alive(Predicate<Entry> condition) {
        return entries.values().stream()
                .filter(entry -> entry.isAlive() && condition.test(entry))
                .toList();
    }

    private List<Outcome> outcomes() {
        return entries.values().stream().map(Entry::outcome).collect(Collectors.toCollection(ArrayList::new));
    }
}
