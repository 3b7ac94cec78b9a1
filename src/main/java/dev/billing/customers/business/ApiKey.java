package dev.billing.customers.business;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.SequenceGenerator;
import java.util.Set;
import java.util.TreeSet;

/** A key of a business. The key itself is not here: only its hash is kept. */
@Entity
@IdClass(ApiKey.Key.class)
public class ApiKey {

    /** The whole primary key. */
    public record Key(long businessId, Long id) {}

    private static final String SEPARATOR = ",";

    @Id
    private long businessId;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(sequenceName = "api_key_id_seq", allocationSize = 1)
    private Long id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private byte[] hash;

    @Column(nullable = false)
    private String permissions;

    private long createdAt;
    private Long revokedAt;

    /** For Hibernate. */
    protected ApiKey() {}

    /** A new key; {@code createdAt} in UNIX seconds. */
    public ApiKey(long businessId, String name, byte[] hash, Set<String> permissions, long createdAt) {
        this.businessId = businessId;
        this.name = name;
        this.hash = hash.clone();
        this.permissions = String.join(SEPARATOR, new TreeSet<>(permissions));
        this.createdAt = createdAt;
    }

    /** The business that the key belongs to. */
    public long businessId() {
        return businessId;
    }

    /** Unique within the business; null before it is stored. */
    public Long id() {
        return id;
    }

    byte[] hash() {
        return hash.clone();
    }

    void revoke(long now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    /** For people: which program uses the key. */
    public String name() {
        return name;
    }

    /** What the key may do. */
    public Set<String> permissions() {
        return permissions(permissions);
    }

    /** What a key may do, as its column says it. */
    static Set<String> permissions(String column) {
        return Set.of(column.split(SEPARATOR));
    }

    /** UNIX seconds. */
    public long createdAt() {
        return createdAt;
    }

    /** UNIX seconds, or null while the key works. */
    public Long revokedAt() {
        return revokedAt;
    }
}
