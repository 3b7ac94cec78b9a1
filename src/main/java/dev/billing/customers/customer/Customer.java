package dev.billing.customers.customer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Version;
import java.math.BigDecimal;

/** Whom a business bills: an organization or a person. */
@Entity
@IdClass(Customer.Key.class)
public class Customer {

    /** The whole primary key. */
    public record Key(long businessId, Long id) {}

    @Id
    private long businessId;

    @Id
    private Long id;

    @Column(nullable = false)
    private String number;

    @Column(nullable = false)
    private String name;

    private String email;
    private String address1;
    private String address2;
    private String city;
    private String state;
    private String postalCode;
    private String country;
    private String taxId;
    private String phone;
    private String otherPhone;
    private String website;
    private String notes;

    /** Moved by the ledger alone: an edit must not write back the balance that it read. */
    @Column(nullable = false, insertable = false, updatable = false)
    private BigDecimal balance;

    private String stripeCustomer;
    private long createdAt;
    private Long updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    protected Customer() {}

    /** A new customer; {@code createdAt} in UNIX seconds. */
    Customer(long createdAt) {
        this.createdAt = createdAt;
    }

    /** Notes that the customer was changed; {@code now} in UNIX seconds. */
    void touch(long now) {
        updatedAt = now;
    }

    long getBusinessId() {
        return businessId;
    }

    Long getId() {
        return id;
    }

    String getNumber() {
        return number;
    }

    void setNumber(String number) {
        this.number = number;
    }

    String getName() {
        return name;
    }

    void setName(String name) {
        this.name = name;
    }

    String getEmail() {
        return email;
    }

    void setEmail(String email) {
        this.email = email;
    }

    String getAddress1() {
        return address1;
    }

    void setAddress1(String address1) {
        this.address1 = address1;
    }

    String getAddress2() {
        return address2;
    }

    void setAddress2(String address2) {
        this.address2 = address2;
    }

    String getCity() {
        return city;
    }

    void setCity(String city) {
        this.city = city;
    }

    String getState() {
        return state;
    }

    void setState(String state) {
        this.state = state;
    }

    String getPostalCode() {
        return postalCode;
    }

    void setPostalCode(String postalCode) {
        this.postalCode = postalCode;
    }

    String getCountry() {
        return country;
    }

    void setCountry(String country) {
        this.country = country;
    }

    String getTaxId() {
        return taxId;
    }

    void setTaxId(String taxId) {
        this.taxId = taxId;
    }

    String getPhone() {
        return phone;
    }

    void setPhone(String phone) {
        this.phone = phone;
    }

    String getOtherPhone() {
        return otherPhone;
    }

    void setOtherPhone(String otherPhone) {
        this.otherPhone = otherPhone;
    }

    String getWebsite() {
        return website;
    }

    void setWebsite(String website) {
        this.website = website;
    }

    String getNotes() {
        return notes;
    }

    void setNotes(String notes) {
        this.notes = notes;
    }

    BigDecimal getBalance() {
        return balance;
    }

    String getStripeCustomer() {
        return stripeCustomer;
    }

    void setStripeCustomer(String stripeCustomer) {
        this.stripeCustomer = stripeCustomer;
    }

    long getCreatedAt() {
        return createdAt;
    }

    Long getUpdatedAt() {
        return updatedAt;
    }

    /** Counted up by Hibernate with every change, and by the ledger with every entry that moves the balance. */
    long getVersion() {
        return version;
    }
}
