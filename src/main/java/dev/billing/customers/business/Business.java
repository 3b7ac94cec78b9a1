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

    /** A new business; {@code createdAt} in UNIX seconds. */
    public Business(String name, long createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    /** Null before it is stored. */
    public Long id() {
        return id;
    }

    /** For people. */
    public String name() {
        return name;
    }

    /** UNIX seconds. */
    public long createdAt() {
        return createdAt;
    }
}
