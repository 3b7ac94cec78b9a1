package dev.billing.customers.contact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.http.Input;
import dev.billing.customers.http.ReadOnly;
import dev.billing.customers.http.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * What a caller may send for a contact. An undefined property is left alone, null clears it; the read-only ones may come back
 * as they are.
 */
@RegisterForReflection
public final class ContactInput implements Input {

    private static final String NOT_BLANK = "must not be null or blank";

    public JsonNullable<@NotBlank(message = NOT_BLANK) @Text(max = 255) String> name = JsonNullable.undefined();
    public JsonNullable<@Email(message = "must be an e-mail address") @Text(max = 254) String> email =
            JsonNullable.undefined();
    public JsonNullable<Boolean> primary = JsonNullable.undefined();

    public JsonNullable<JsonNode> id = JsonNullable.undefined();
    public JsonNullable<JsonNode> customer = JsonNullable.undefined();
    public JsonNullable<JsonNode> createdAt = JsonNullable.undefined();
    public JsonNullable<JsonNode> updatedAt = JsonNullable.undefined();

    /** Checks what a new contact needs: a name, the path's customer or none, and nothing in the read-only properties. */
    void checkNew(long customerId) {
        if (!name.isPresent()) {
            throw ApiException.invalid("name", "'name' " + NOT_BLANK + ".");
        }
        boolean withoutCustomer = customer.isPresent()
                && (customer.get() == null || customer.get().isNull());
        if (!withoutCustomer) {
            ReadOnly.check("customer", customer, customerId);
        }
        ReadOnly.check("id", id, null);
        ReadOnly.check("created_at", createdAt, null);
        ReadOnly.check("updated_at", updatedAt, null);
    }

    /** Checks that the read-only properties are as they are stored. */
    void checkAgainst(Contact stored) {
        ReadOnly.check("id", id, stored.getId());
        ReadOnly.check("customer", customer, stored.getCustomerId());
        ReadOnly.check("created_at", createdAt, stored.getCreatedAt());
        ReadOnly.check("updated_at", updatedAt, stored.getUpdatedAt());
    }

    /** Writes what was sent into the contact; a primary that is cleared is false. */
    void applyTo(Contact contact) {
        name.ifPresent(contact::setName);
        email.ifPresent(contact::setEmail);
        primary.ifPresent(value -> contact.setPrimary(Boolean.TRUE.equals(value)));
    }
}
