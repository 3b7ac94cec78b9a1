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
    public Long id;

    /** For people. */
    @Column(nullable = false)
    public String name;

    /** UNIX seconds. */
    public long createdAt;
}
