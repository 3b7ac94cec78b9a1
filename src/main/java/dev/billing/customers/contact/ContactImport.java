package dev.billing.customers.contact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.billing.customers.api.EmailKey;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.customer.ImportedContacts;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Representation;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that come with imported customers. One is the same as a contact that the customer has if both have the same e-mail address
 * ({@link EmailKey}), or the same name and no address. Contacts that do not come are left alone.
 */
@Singleton
class ContactImport implements ImportedContacts {

    private static final int MAX = 100;
    private static final String CONTACTS = "contacts";

    private static final Set<String> READ_ONLY = Set.of("id", "customer", "created_at", "updated_at");

    private static final String COLUMNS = "id, customer_id, name, email, email_key, \"primary\", metadata";

    private static final String FIND = "select " + COLUMNS
            + " from contact where business_id = $1 and id = any (array("
            + "select min(id) from contact where business_id = $1 and customer_id = any ($2) and email_key = any ($3)"
            + " group by customer_id, email_key union all "
            + "select min(id) from contact where business_id = $1 and customer_id = any ($2) and email_key is null and name = any ($4)"
            + " group by customer_id, name)) order by id";

    private static final String LOCK = FIND + " for update";

    private static final String INSERT =
            "insert into contact (business_id, created_at, author, customer_id, name, email, email_key, \"primary\", metadata)"
                    + " select $1::bigint, $2::bigint, $3::text, customer_id, name, email, email_key, is_primary, metadata::jsonb"
                    + " from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[])"
                    + " as sent (customer_id, name, email, email_key, is_primary, metadata)";

    private static final String UPDATE =
            "update contact set updated_at = $2, author = $3, version = contact.version + 1, name = sent.name, email = sent.email,"
                    + " email_key = sent.email_key, \"primary\" = sent.is_primary, metadata = sent.metadata::jsonb"
                    + " from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[])"
                    + " as sent (id, name, email, email_key, is_primary, metadata)"
                    + " where contact.business_id = $1 and contact.id = sent.id";

    private final InputBodyReader inputs;
    private final Clock clock;

    ContactImport(InputBodyReader inputs, Clock clock) {
        this.inputs = inputs;
        this.clock = clock;
    }

    /** What makes two contacts of a customer the same. */
    private record Key(@Nullable String emailKey, @Nullable String name) {

        static Key of(@Nullable String email, String name) {
            return email == null ? new Key(null, name) : new Key(EmailKey.of(email), null);
        }
    }

    /** The contacts in a line, by what makes them the same. */
    private record Inputs(Map<Key, ContactInput> byKey) implements Sent {

        @Override
        public int count() {
            return byKey.size();
        }
    }

    private record Difference(
            List<Contact> inserted,
            List<Contact> updated,
            @Nullable ApiException refusal) implements Changes {

        @Override
        public boolean areAny() {
            return !inserted.isEmpty() || !updated.isEmpty();
        }
    }

    @Override
    public Sent read(JsonNode sent, Representation representation, Faults faults) {
        var byKey = new LinkedHashMap<Key, ContactInput>();
        if (!sent.isArray() || sent.size() > MAX) {
            faults.add(ApiException.invalid(CONTACTS, "'contacts' must be an array of at most " + MAX + " contacts."));
            return new Inputs(byKey);
        }
        for (int i = 0; i < sent.size(); i++) {
            var place = place(i);
            var ofOne = new Faults();
            if (sent.get(i) instanceof ObjectNode one) {
                var input = readOne(one, representation, ofOne);
                if (ofOne.isEmpty() && byKey.put(key(input), input) != null) {
                    ofOne.add(ApiException.invalid(
                            "Two of the contacts have the same e-mail address, or the same name and none."));
                }
            } else {
                ofOne.add(ApiException.invalid("A contact must be a JSON object."));
            }
            faults.addAll(place, ofOne);
        }
        return new Inputs(byKey);
    }

    private ContactInput readOne(ObjectNode one, Representation representation, Faults faults) {
        one.remove(READ_ONLY);
        var input = inputs.read(one, ContactInput.class, representation, faults);
        ReadOnly.checkKind(faults, input.object, Contacts.NAME);
        if (!input.email.isPresent() || input.email.get() == null) {
            Input.require(faults, "name", input.name);
        }
        return input;
    }

    private static Key key(ContactInput input) {
        var email = input.email.isPresent() ? input.email.get() : null;
        return Key.of(email, email == null ? input.name.get() : "");
    }

    private static String place(int index) {
        return CONTACTS + "[" + index + "]";
    }

    @Override
    public Changes ofNew(long businessId, Sent sent) {
        var difference = difference(((Inputs) sent).byKey(), Map.of());
        if (difference.refusal() != null) {
            throw difference.refusal();
        }
        return difference;
    }

    @Override
    public Uni<Map<Long, Changes>> compare(
            Function<Statement, Uni<RowSet<Row>>> send, long businessId, Map<Long, Sent> sent, boolean isLocked) {
        var emails = new HashSet<String>();
        var names = new HashSet<String>();
        sent.values().forEach(one -> ((Inputs) one).byKey().keySet().forEach(key -> {
            if (key.emailKey() != null) {
                emails.add(key.emailKey());
            } else if (key.name() != null) {
                names.add(key.name());
            }
        }));
        return send.apply(Statement.of(
                        isLocked ? LOCK : FIND,
                        businessId,
                        sent.keySet().toArray(Long[]::new),
                        emails.toArray(String[]::new),
                        names.toArray(String[]::new)))
                .map(rows -> {
                    var stored = stored(rows);
                    var changes = new HashMap<Long, Changes>();
                    sent.forEach((customer, one) -> changes.put(
                            customer, difference(((Inputs) one).byKey(), stored.getOrDefault(customer, Map.of()))));
                    return changes;
                });
    }

    private static Map<Long, Map<Key, Contact>> stored(RowSet<Row> rows) {
        var stored = new HashMap<Long, Map<Key, Contact>>();
        rows.forEach(row -> {
            var contact = new Contact();
            contact.id = row.getLong("id");
            contact.customerId = row.getLong("customer_id");
            contact.name = row.getString("name");
            contact.setEmail(row.getString("email"));
            contact.primary = row.getBoolean("primary");
            contact.metadata = row.getJsonObject("metadata");
            var key = row.getString("email_key") == null
                    ? new Key(null, contact.name)
                    : new Key(row.getString("email_key"), null);
            stored.computeIfAbsent(contact.customerId, customer -> new HashMap<>())
                    .putIfAbsent(key, contact);
        });
        return stored;
    }

    private static Difference difference(Map<Key, ContactInput> sent, Map<Key, Contact> stored) {
        var inserted = new ArrayList<Contact>();
        var updated = new ArrayList<Contact>();
        var faults = new Faults();
        int index = 0;
        for (var one : sent.entrySet()) {
            var ofOne = new Faults();
            ofOne.check(() -> apply(one.getValue(), stored.get(one.getKey()), inserted, updated));
            faults.addAll(place(index++), ofOne);
        }
        return faults.isEmpty()
                ? new Difference(inserted, updated, null)
                : new Difference(List.of(), List.of(), faults.refusal());
    }

    private static void apply(
            ContactInput input, @Nullable Contact known, List<Contact> inserted, List<Contact> updated) {
        if (known == null) {
            Input.require("name", input.name);
            var contact = new Contact();
            input.applyTo(contact);
            inserted.add(contact);
            return;
        }
        var before = Contacts.TABLE.row(known);
        input.applyTo(known);
        if (!before.equals(Contacts.TABLE.row(known))) {
            updated.add(known);
        }
    }

    @Override
    public Uni<Void> store(
            Function<Statement, Uni<RowSet<Row>>> send,
            long businessId,
            String author,
            List<Map.Entry<Long, Changes>> changes) {
        var inserted = new ArrayList<Contact>();
        var updated = new ArrayList<Contact>();
        changes.forEach(one -> {
            var difference = (Difference) one.getValue();
            difference.inserted().forEach(contact -> contact.customerId = one.getKey());
            inserted.addAll(difference.inserted());
            updated.addAll(difference.updated());
        });
        return write(send, INSERT, businessId, author, inserted, contact -> contact.customerId)
                .chain(() -> write(send, UPDATE, businessId, author, updated, contact -> contact.id));
    }

    private Uni<Void> write(
            Function<Statement, Uni<RowSet<Row>>> send,
            String sql,
            long businessId,
            String author,
            List<Contact> contacts,
            Function<Contact, Long> id) {
        if (contacts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return send.apply(Statement.of(
                        sql,
                        businessId,
                        clock.instant().getEpochSecond(),
                        author,
                        contacts.stream().map(id).toArray(Long[]::new),
                        texts(contacts, contact -> contact.name),
                        texts(contacts, Contact::getEmail),
                        texts(contacts, contact -> contact.getEmail() == null ? null : EmailKey.of(contact.getEmail())),
                        contacts.stream().map(contact -> contact.primary).toArray(Boolean[]::new),
                        texts(contacts, contact -> contact.metadata == null ? null : contact.metadata.encode())))
                .replaceWithVoid();
    }

    private static String[] texts(List<Contact> contacts, Function<Contact, @Nullable String> value) {
        return contacts.stream().map(value).toArray(String[]::new);
    }
}
