package dev.billing.customers.business;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** A tenant: it owns customers, contacts and API keys, and sees only its own. */
@Entity
public class Business {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(nullable = false)
    private String name;

    private long createdAt;

    /** For Hibernate. */
    protected Business() {}

    /** Creates a business; {@code createdAt} in UNIX seconds. */
    public Business(String name, long createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    /** The id, assigned when the business is stored. */
    public Long id() {
        return id;
    }

    /** A name for people. */
    public String name() {
        return name;
    }

    /** When the business was created, in UNIX seconds. */
    public long createdAt() {
        return createdAt;
    }
}
