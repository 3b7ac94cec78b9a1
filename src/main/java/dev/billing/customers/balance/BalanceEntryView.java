package dev.billing.customers.balance;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.billing.customers.api.Money;
import dev.billing.customers.api.View;
import dev.billing.customers.customer.CustomerView;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * An entry of a customer's ledger as the API shows it.
 *
 * @param createdAt UNIX seconds
 * @param customer the customer's id, or the whole customer where the caller expands it
 * @param amount by which the balance moved, without trailing zeros
 * @param reference unique for the customer
 * @param balance of the customer after this entry, without trailing zeros
 */
public record BalanceEntryView(
        long createdAt, long id, Object customer, BigDecimal amount, String reference, String notes, BigDecimal balance)
        implements View {

    @Override
    public void members(JsonGenerator json) throws IOException {
        json.writeNumberField("created_at", createdAt);
        json.writeNumberField("id", id);
        json.writeObjectField("customer", customer);
        json.writeNumberField("amount", amount);
        json.writeStringField("reference", reference);
        json.writeStringField("notes", notes);
        json.writeNumberField("balance", balance);
    }

    /** The view of a row, whose columns are in the same order. */
    static BalanceEntryView of(Row row) {
        return new BalanceEntryView(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                Money.plain(row.getBigDecimal(3)),
                row.getString(4),
                row.getString(5),
                Money.plain(row.getBigDecimal(6)));
    }

    /** The same entry with the whole customer in place of its id. */
    BalanceEntryView with(CustomerView whole) {
        return new BalanceEntryView(createdAt, id, whole, amount, reference, notes, balance);
    }
}
