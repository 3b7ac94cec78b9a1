package dev.billing.customers.contact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.billing.customers.api.EntityTag;
import dev.billing.customers.api.Tagged;
import dev.billing.customers.api.View;
import dev.billing.customers.customer.CustomerView;
import io.vertx.sqlclient.Row;
import java.io.IOException;

/**
 * A contact as the API shows it, in the specification's order.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the first change
 * @param version counted up by every change; what the entity tag is made of
 * @param customer the customer's id, or the whole customer where the caller expands it
 */
public record ContactView(
        long createdAt,
        Long updatedAt,
        long id,
        Object customer,
        String name,
        String email,
        boolean primary,
        long version)
        implements Tagged {

    @Override
    public void members(JsonGenerator json) throws IOException {
        json.writeNumberField("created_at", createdAt);
        View.number(json, "updated_at", updatedAt);
        json.writeNumberField("id", id);
        json.writeObjectField("customer", customer);
        json.writeStringField("name", name);
        json.writeStringField("email", email);
        json.writeBooleanField("primary", primary);
    }

    /** That of the contact, also where the customer is shown inside. */
    @Override
    public String etag() {
        return EntityTag.of(id, version, updatedAt);
    }

    /** The view of a row, whose columns are in the same order. */
    static ContactView of(Row row) {
        return new ContactView(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getLong(7));
    }

    /** The view of a stored contact. */
    static ContactView of(Contact contact) {
        return new ContactView(
                contact.getCreatedAt(),
                contact.getUpdatedAt(),
                contact.getId(),
                contact.getCustomerId(),
                contact.getName(),
                contact.getEmail(),
                contact.isPrimary(),
                contact.getVersion());
    }

    /** The same contact with the whole customer in place of its id. */
    public ContactView with(CustomerView whole) {
        return new ContactView(createdAt, updatedAt, id, whole, name, email, primary, version);
    }
}
