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
import org.jspecify.annotations.Nullable;

/** An API key of a business. Only the hash of its secret is stored. */
@Entity
@IdClass(ApiKey.Key.class)
public class ApiKey {

    /** The composite primary key. */
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
    private @Nullable Long revokedAt;

    /** For Hibernate. */
    protected ApiKey() {}

    /** Creates a key; {@code createdAt} in UNIX seconds. */
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

    /** Unique within the business; assigned when the key is stored. */
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

    /** A name for people: which program uses the key. */
    public String name() {
        return name;
    }

    /** The permissions of the key. */
    public Set<String> permissions() {
        return permissions(permissions);
    }

    /** Parses the permissions in their column. */
    static Set<String> permissions(String column) {
        return Set.of(column.split(SEPARATOR));
    }

    /** When the key was created, in UNIX seconds. */
    public long createdAt() {
        return createdAt;
    }

    /** When the key was revoked, in UNIX seconds; null while it is valid. */
    public @Nullable Long revokedAt() {
        return revokedAt;
    }
}
