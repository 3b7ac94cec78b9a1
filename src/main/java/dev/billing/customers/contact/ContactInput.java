package dev.billing.customers.contact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.billing.customers.api.BareOnly;
import dev.billing.customers.api.EmailAddress;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.Metadata;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * What a caller may send for a contact. An undefined property is left alone, null clears it; the read-only ones may come back
 * as they are.
 */
@RegisterForReflection
public final class ContactInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();
    public JsonNullable<@EmailAddress @Text(max = 254) String> email = JsonNullable.undefined();

    /** Java's null if it was not sent; JSON's null is false. */
    @JsonSetter(nulls = Nulls.AS_EMPTY)
    public @Nullable Boolean primary;

    /** Merged with the stored metadata. */
    @BareOnly
    @Metadata.Sent
    @JsonDeserialize(using = Metadata.Deserializer.class)
    public @Nullable JsonNode metadata;

    @BareOnly
    public @Nullable JsonNode object;

    public @Nullable JsonNode id;
    public @Nullable JsonNode customer;
    public @Nullable JsonNode createdAt;
    public @Nullable JsonNode updatedAt;

    /** Checks what a new contact needs: a name, the path's customer or none, and nothing in the read-only properties. */
    void checkNew(long customerId, Faults faults) {
        Input.require(faults, "name", name);
        if (customer != null && !customer.isNull()) {
            ReadOnly.checkReference(faults, "customer", customer, customerId);
        }
        ReadOnly.checkKind(faults, object, Contacts.NAME);
        ReadOnly.check(faults, "id", id, null);
        ReadOnly.check(faults, "created_at", createdAt, null);
        ReadOnly.check(faults, "updated_at", updatedAt, null);
    }

    /**
     * Checks what can be known of an edit without the database.
     *
     * @param customerId in the path
     * @param pathId of the contact
     */
    void checkEdit(long customerId, long pathId, Faults faults) {
        ReadOnly.checkKind(faults, object, Contacts.NAME);
        ReadOnly.check(faults, "id", id, pathId);
        ReadOnly.checkReference(faults, "customer", customer, customerId);
    }

    /** Checks that the read-only properties that only the database knows are as they are stored. */
    void checkAgainst(Contact stored) {
        var faults = new Faults();
        ReadOnly.check(faults, "created_at", createdAt, stored.createdAt);
        ReadOnly.checkChange(faults, "updated_at", updatedAt, stored.updatedAt, stored.createdAt);
        faults.refuse();
    }

    /** Writes what was sent into the contact. */
    void applyTo(Contact contact) {
        contact.metadata = Metadata.merge(contact.metadata, metadata);
        name.ifPresent(value -> contact.name = value);
        email.ifPresent(contact::setEmail);
        if (primary != null) {
            contact.primary = primary;
        }
    }
}
