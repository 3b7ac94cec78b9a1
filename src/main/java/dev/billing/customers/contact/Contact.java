package dev.billing.customers.contact;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;

/** A person of a customer. */
@Entity
@IdClass(Contact.Key.class)
public class Contact {

    /** The whole primary key. */
    public record Key(long businessId, Long id) {}

    @Id
    private long businessId;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(sequenceName = "contact_id_seq", allocationSize = 1)
    private Long id;

    @Column(updatable = false)
    private long customerId;

    @Column(nullable = false)
    private String name;

    private String email;
    private String emailKey;

    @Column(name = "\"primary\"")
    private boolean primary;

    private long createdAt;
    private Long updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    protected Contact() {}

    /** A new contact of a customer; {@code createdAt} in UNIX seconds. */
    Contact(long businessId, long customerId, long createdAt) {
        this.businessId = businessId;
        this.customerId = customerId;
        this.createdAt = createdAt;
    }

    /** Notes that the contact was changed; {@code now} in UNIX seconds. */
    void touch(long now) {
        updatedAt = now;
    }

    long getBusinessId() {
        return businessId;
    }

    /** Unique within the business; null before it is stored. */
    Long getId() {
        return id;
    }

    long getCustomerId() {
        return customerId;
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
        this.emailKey = EmailKey.of(email);
    }

    boolean isPrimary() {
        return primary;
    }

    void setPrimary(boolean primary) {
        this.primary = primary;
    }

    long getCreatedAt() {
        return createdAt;
    }

    Long getUpdatedAt() {
        return updatedAt;
    }

    /** Counted up by Hibernate with every change. */
    long getVersion() {
        return version;
    }
}
