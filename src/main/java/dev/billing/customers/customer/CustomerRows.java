package dev.billing.customers.customer;

import dev.billing.customers.database.Statement;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Statements that read, insert and change many customers at once. Their values are bound as one array for each column. */
final class CustomerRows {

    /** A column that can be written. Its values are sent as texts. */
    private record Column(String name, Function<Customer, @Nullable String> value) {}

    private static final List<Column> COLUMNS = List.of(
            text("number", customer -> customer.number),
            text("name", customer -> customer.name),
            text("email", customer -> customer.email),
            text("email_key", customer -> customer.emailKey),
            text("address1", customer -> customer.address1),
            text("address2", customer -> customer.address2),
            text("city", customer -> customer.city),
            text("state", customer -> customer.state),
            text("postal_code", customer -> customer.postalCode),
            text("country", customer -> customer.country),
            text("tax_id", customer -> customer.taxId),
            text("phone", customer -> customer.phone),
            text("other_phone", customer -> customer.otherPhone),
            text("website", customer -> customer.website),
            text("notes", customer -> customer.notes),
            text("metadata", customer -> customer.metadata == null ? null : customer.metadata.encode()),
            text("author", customer -> customer.author));

    private static final String NAMES = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
    private static final String VALUES =
            COLUMNS.stream().map(column -> "sent." + value(column)).collect(Collectors.joining(", "));
    private static final String CHANGES = COLUMNS.stream()
            .map(column -> column.name() + " = sent." + value(column))
            .collect(Collectors.joining(", "));

    private static final String FIND = "select " + Customers.TABLE.columns()
            + ", email_key, author from customer where business_id = $1 and number = any ($2)";

    /** In one order, so that two imports of the same customers do not wait for each other. */
    private static final String LOCK = "select " + Customers.TABLE.columns()
            + ", email_key, author from customer where business_id = $1 and id = any ($2) order by id for update";

    /** Ids are in the order of the lines; rows are in that of their numbers, so that two imports of the same numbers do not block each other. */
    private static final String INSERT = "insert into customer (business_id, id, created_at, " + NAMES
            + ") select $1::bigint, id, $2::bigint, " + VALUES
            + " from (select nextval('customer_id_seq') as id, line.* from unnest(" + arrays(3) + ") as line (" + NAMES
            + ")) as sent order by sent.number collate \"C\" returning id, number";

    private static final String UPDATE =
            "update customer set updated_at = $2, version = customer.version + 1, " + CHANGES
                    + " from unnest($3::bigint[], " + arrays(4) + ") as sent (id, " + NAMES
                    + ") where customer.business_id = $1 and customer.id = sent.id";

    private CustomerRows() {}

    /** Finds the customers with these numbers. */
    static Statement find(long businessId, Collection<String> numbers) {
        return Statement.of(FIND, businessId, numbers.toArray(String[]::new));
    }

    /** Finds the customers with these ids, and keeps others from changing them until the end of the transaction. */
    static Statement lock(long businessId, Collection<Long> ids) {
        return Statement.of(LOCK, businessId, ids.toArray(Long[]::new));
    }

    /** Inserts customers; returns their ids, which are in this order, and their numbers. */
    static Statement insert(long businessId, long createdAt, List<Customer> customers) {
        return statement(INSERT, List.of(businessId, createdAt), customers);
    }

    /** Changes customers. */
    static Statement update(long businessId, long updatedAt, List<Customer> customers) {
        Object ids = customers.stream().map(customer -> customer.id).toArray(Long[]::new);
        return statement(UPDATE, List.of(businessId, updatedAt, ids), customers);
    }

    /** The customers that were found, by number. */
    static Map<String, Customer> byNumber(RowSet<Row> rows) {
        var found = new HashMap<String, Customer>();
        rows.forEach(row -> {
            var customer = customer(row);
            found.put(customer.number, customer);
        });
        return found;
    }

    private static Customer customer(Row row) {
        var read = Customers.TABLE.read(row);
        var customer = new Customer();
        customer.id = read.get(Customers.ID);
        customer.number = read.get(Customers.NUMBER);
        customer.name = String.valueOf(text(row, "name"));
        customer.email = text(row, "email");
        customer.emailKey = text(row, "email_key");
        customer.address1 = text(row, "address1");
        customer.address2 = text(row, "address2");
        customer.city = text(row, "city");
        customer.state = text(row, "state");
        customer.postalCode = text(row, "postal_code");
        customer.country = text(row, "country");
        customer.taxId = text(row, "tax_id");
        customer.phone = text(row, "phone");
        customer.otherPhone = text(row, "other_phone");
        customer.website = text(row, "website");
        customer.notes = text(row, "notes");
        customer.metadata = (JsonObject) read.find("metadata").orElse(null);
        customer.balance = (BigDecimal) read.find("balance").orElseThrow();
        customer.stripeCustomer = text(row, "stripe_customer");
        customer.createdAt = read.get(Customers.CREATED_AT);
        customer.updatedAt = (Long) read.find("updated_at").orElse(null);
        customer.version = (Long) read.find("version").orElseThrow();
        customer.author = text(row, "author");
        return customer;
    }

    private static @Nullable String text(Row row, String column) {
        return row.getString(column);
    }

    private static Statement statement(String sql, List<Object> first, List<Customer> customers) {
        var values = new ArrayList<>(first);
        for (var column : COLUMNS) {
            values.add(customers.stream().map(column.value()).toArray(String[]::new));
        }
        return new Statement(sql, values);
    }

    private static Column text(String name, Function<Customer, @Nullable String> value) {
        return new Column(name, value);
    }

    private static String value(Column column) {
        return column.name().equals("metadata") ? "metadata::jsonb" : column.name();
    }

    private static String arrays(int first) {
        return IntStream.range(0, COLUMNS.size())
                .mapToObj(n -> "$" + (first + n) + "::text[]")
                .collect(Collectors.joining(", "));
    }
}
