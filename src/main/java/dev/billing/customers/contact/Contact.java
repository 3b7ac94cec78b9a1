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
    public long businessId;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(sequenceName = "contact_id_seq", allocationSize = 1)
    public Long id;

    @Column(updatable = false)
    public long customerId;

    @Column(nullable = false)
    public String name;

    private String email;
    private String emailKey;

    @Column(name = "\"primary\"")
    public boolean primary;

    /** UNIX seconds. */
    public long createdAt;

    /** UNIX seconds; null until the first change. */
    public Long updatedAt;

    /** Counted up by Hibernate with every change. */
    @Version
    public long version;

    String getEmail() {
        return email;
    }

    void setEmail(String email) {
        this.email = email;
        this.emailKey = EmailKey.of(email);
    }
}
