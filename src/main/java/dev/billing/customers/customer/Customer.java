package dev.billing.customers.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Version;
import java.math.BigDecimal;

/** Whom a business bills: an organization or a person. Quarkus makes accessors of the public fields, and notes what is changed by them. */
@Entity
@IdClass(Customer.Key.class)
public class Customer {

    /** The whole primary key. */
    public record Key(long businessId, Long id) {}

    @Id
    public long businessId;

    @Id
    public Long id;

    @Column(nullable = false)
    public String number;

    @Column(nullable = false)
    public String name;

    public String email;
    public String address1;
    public String address2;
    public String city;
    public String state;
    public String postalCode;
    public String country;
    public String taxId;
    public String phone;
    public String otherPhone;
    public String website;
    public String notes;

    /** Moved by the ledger alone: an edit must not write back the balance that it read. */
    @Column(nullable = false, insertable = false, updatable = false)
    public BigDecimal balance;

    public String stripeCustomer;

    /** UNIX seconds. */
    public long createdAt;

    /** UNIX seconds; null until the first change. */
    public Long updatedAt;

    /** Counted up by Hibernate with every change, and by the ledger with every entry that moves the balance. */
    @Version
    public long version;
}
