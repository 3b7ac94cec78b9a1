package dev.billing.customers.customer;

import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whom a business bills: an organization or a person. Quarkus makes accessors of the public fields, and notes what is changed by them. */
@Entity
@IdClass(Customer.Key.class)
public class Customer {

    public record Key(long businessId, Long id) {}

    @Id
    public long businessId;

    @Id
    public Long id;

    @Column(nullable = false)
    public String number;

    @Column(nullable = false)
    public String name;

    public @Nullable String email;

    /** What all spellings of the address have in common, if that is not the address in small letters. */
    public @Nullable String emailKey;

    public @Nullable String address1;
    public @Nullable String address2;
    public @Nullable String city;
    public @Nullable String state;
    public @Nullable String postalCode;
    public @Nullable String country;
    public @Nullable String taxId;
    public @Nullable String phone;
    public @Nullable String otherPhone;
    public @Nullable String website;
    public @Nullable String notes;

    /** Moved by the ledger alone: an edit must not write back the balance that it read. */
    @Column(nullable = false, insertable = false, updatable = false)
    public BigDecimal balance;

    public @Nullable String stripeCustomer;

    /** Texts by key; null if there are none. */
    @Column(columnDefinition = "jsonb")
    public @Nullable JsonObject metadata;

    /** Who made the last change, for its event. */
    public @Nullable String author;

    /** UNIX seconds. */
    public long createdAt;

    /** UNIX seconds; null until the first change. */
    public @Nullable Long updatedAt;

    /** Counted up by Hibernate with every change, and by the ledger with every entry that moves the balance. */
    @Version
    public long version;
}
