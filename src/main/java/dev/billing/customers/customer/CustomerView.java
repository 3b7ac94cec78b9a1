package dev.billing.customers.customer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.billing.customers.api.EntityTag;
import dev.billing.customers.api.Money;
import dev.billing.customers.api.Tagged;
import dev.billing.customers.api.View;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A customer as the API shows it, in the specification's order.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the first change
 * @param balance without trailing zeros
 * @param version counted up by every change; what the entity tag is made of
 */
public record CustomerView(
        long createdAt,
        Long updatedAt,
        long id,
        String number,
        String name,
        String email,
        String address1,
        String address2,
        String city,
        String state,
        String postalCode,
        String country,
        String taxId,
        String phone,
        String otherPhone,
        String website,
        String notes,
        BigDecimal balance,
        String stripeCustomer,
        long version)
        implements Tagged {

    @Override
    public void members(JsonGenerator json) throws IOException {
        json.writeNumberField("created_at", createdAt);
        View.number(json, "updated_at", updatedAt);
        json.writeNumberField("id", id);
        json.writeStringField("number", number);
        json.writeStringField("name", name);
        json.writeStringField("email", email);
        json.writeStringField("address1", address1);
        json.writeStringField("address2", address2);
        json.writeStringField("city", city);
        json.writeStringField("state", state);
        json.writeStringField("postal_code", postalCode);
        json.writeStringField("country", country);
        json.writeStringField("tax_id", taxId);
        json.writeStringField("phone", phone);
        json.writeStringField("other_phone", otherPhone);
        json.writeStringField("website", website);
        json.writeStringField("notes", notes);
        json.writeNumberField("balance", balance);
        json.writeStringField("stripe_customer", stripeCustomer);
    }

    @Override
    public String etag() {
        return EntityTag.of(id, version, updatedAt);
    }

    /** The view of a row, whose columns are in the same order. */
    static CustomerView of(Row row) {
        return new CustomerView(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                Money.plain(row.getBigDecimal(17)),
                row.getString(18),
                row.getLong(19));
    }

    /** The view of a stored customer. */
    public static CustomerView of(Customer customer) {
        return new CustomerView(
                customer.getCreatedAt(),
                customer.getUpdatedAt(),
                customer.getId(),
                customer.getNumber(),
                customer.getName(),
                customer.getEmail(),
                customer.getAddress1(),
                customer.getAddress2(),
                customer.getCity(),
                customer.getState(),
                customer.getPostalCode(),
                customer.getCountry(),
                customer.getTaxId(),
                customer.getPhone(),
                customer.getOtherPhone(),
                customer.getWebsite(),
                customer.getNotes(),
                Money.plain(customer.getBalance()),
                customer.getStripeCustomer(),
                customer.getVersion());
    }
}
