package dev.billing.customers.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.billing.customers.api.BareOnly;
import dev.billing.customers.api.EmailAddress;
import dev.billing.customers.api.EmailKey;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.Metadata;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * What a caller may send for a customer. An undefined property is left alone, null clears it; the read-only ones may come
 * back as they are.
 */
@RegisterForReflection
public final class CustomerInput implements Input {

    public JsonNullable<@Visible(orNull = true) @Text(max = 255) String> number = JsonNullable.undefined();
    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();
    public JsonNullable<@EmailAddress @Text(max = 254) String> email = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> address1 = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> address2 = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> city = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> state = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> postalCode = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> country = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> taxId = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> phone = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> otherPhone = JsonNullable.undefined();
    public JsonNullable<@Text(max = 255) String> website = JsonNullable.undefined();
    public JsonNullable<@Text(max = 10_000, pattern = Text.LINES) String> notes = JsonNullable.undefined();

    /** Merged with the stored metadata. */
    @BareOnly
    @Metadata.Sent
    @JsonDeserialize(using = Metadata.Deserializer.class)
    public @Nullable JsonNode metadata;

    @BareOnly
    public @Nullable JsonNode object;

    public @Nullable JsonNode id;
    public @Nullable JsonNode createdAt;
    public @Nullable JsonNode updatedAt;
    public @Nullable JsonNode balance;
    public @Nullable JsonNode stripeCustomer;

    /** Checks what a new customer needs: a name, and nothing in the read-only properties. */
    void checkNew(Faults faults) {
        Input.require(faults, "name", name);
        ReadOnly.checkKind(faults, object, Customers.NAME);
        ReadOnly.check(faults, "id", id, null);
        ReadOnly.check(faults, "created_at", createdAt, null);
        ReadOnly.check(faults, "updated_at", updatedAt, null);
        ReadOnly.check(faults, "balance", balance, null);
        ReadOnly.check(faults, "stripe_customer", stripeCustomer, null);
    }

    /**
     * Checks what can be known of an edit without the database.
     *
     * @param pathId of the customer
     */
    void checkEdit(long pathId, Faults faults) {
        if (number.isPresent() && number.get() == null) {
            faults.add(ApiException.invalid("number", "'number' " + NOT_BLANK + "."));
        }
        ReadOnly.checkKind(faults, object, Customers.NAME);
        ReadOnly.check(faults, "id", id, pathId);
    }

    /** Checks that the read-only properties are as they are stored. */
    void checkAgainst(Customer stored) {
        var faults = new Faults();
        ReadOnly.check(faults, "id", id, stored.id);
        ReadOnly.check(faults, "created_at", createdAt, stored.createdAt);
        ReadOnly.checkChange(faults, "updated_at", updatedAt, stored.updatedAt, stored.createdAt);
        ReadOnly.check(faults, "balance", balance, stored.balance);
        ReadOnly.check(faults, "stripe_customer", stripeCustomer, stored.stripeCustomer);
        faults.refuse();
    }

    /**
     * Checks what can be known without the database: the number, if it was sent, is the one in the path. The input has that number in any case
     * then.
     */
    void identify(String pathNumber, Faults faults) {
        if (number.isPresent() && !pathNumber.equals(number.get())) {
            faults.add(ApiException.invalid(
                    "number",
                    "'number' must be the one in the path, if it is sent: use PATCH /customers/:id to change it."));
        }
        number = JsonNullable.of(pathNumber);
        ReadOnly.checkKind(faults, object, Customers.NAME);
    }

    /** Writes what was sent into the customer. */
    void applyTo(Customer customer) {
        customer.metadata = Metadata.merge(customer.metadata, metadata);
        number.ifPresent(value -> customer.number = value);
        name.ifPresent(value -> customer.name = value);
        email.ifPresent(value -> {
            customer.email = value;
            customer.emailKey = EmailKey.ofUnusual(value);
        });
        address1.ifPresent(value -> customer.address1 = value);
        address2.ifPresent(value -> customer.address2 = value);
        city.ifPresent(value -> customer.city = value);
        state.ifPresent(value -> customer.state = value);
        postalCode.ifPresent(value -> customer.postalCode = value);
        country.ifPresent(value -> customer.country = value);
        taxId.ifPresent(value -> customer.taxId = value);
        phone.ifPresent(value -> customer.phone = value);
        otherPhone.ifPresent(value -> customer.otherPhone = value);
        website.ifPresent(value -> customer.website = value);
        notes.ifPresent(value -> customer.notes = value);
    }
}
