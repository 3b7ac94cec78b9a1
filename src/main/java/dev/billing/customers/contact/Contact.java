package dev.billing.customers.contact;

import dev.billing.customers.api.EmailKey;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A person of a customer. */
@Entity
@IdClass(Contact.Key.class)
public class Contact {

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

    private @Nullable String email;

    @SuppressWarnings("UnusedVariable") // Hibernate reads it.
    private @Nullable String emailKey;

    @Column(name = "\"primary\"")
    public boolean primary;

    /** Texts by key; null if there are none. */
    @Column(columnDefinition = "jsonb")
    public @Nullable JsonObject metadata;

    /** Who made the last change, for its event. */
    public @Nullable String author;

    /** UNIX seconds. */
    public long createdAt;

    /** UNIX seconds; null until the first change. */
    public @Nullable Long updatedAt;

    /** Counted up by Hibernate with every change. */
    @Version
    public long version;

    @Nullable
    String getEmail() {
        return email;
    }

    void setEmail(@Nullable String email) {
        this.email = email;
        this.emailKey = email == null ? null : EmailKey.of(email);
    }
}
