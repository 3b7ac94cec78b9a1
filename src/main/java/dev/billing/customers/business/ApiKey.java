package dev.billing.customers.business;

import dev.billing.customers.query.Representation;
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

    public record Key(long businessId, Long id) {}

    private static final String SEPARATOR = ",";

    @Id
    public long businessId;

    /** Unique within the business. */
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(sequenceName = "api_key_id_seq", allocationSize = 1)
    public Long id;

    /** For people: which program uses the key. */
    @Column(nullable = false)
    public String name;

    @Column(nullable = false)
    public byte[] hash;

    @Column(nullable = false)
    private String permissions;

    /** The version of the {@link Representation} that callers with this key get. */
    @Column(nullable = false)
    private String representation = Representation.ENVELOPED.version();

    /** UNIX seconds. */
    public long createdAt;

    /** UNIX seconds; null while the key is valid. */
    public @Nullable Long revokedAt;

    /** What callers with this key may do. */
    public Set<String> permissions() {
        return permissions(permissions);
    }

    void permit(Set<String> granted) {
        permissions = String.join(SEPARATOR, new TreeSet<>(granted));
    }

    /** What callers with this key get, if they do not choose. */
    public Representation representation() {
        return representation(representation);
    }

    void represent(Representation chosen) {
        representation = chosen.version();
    }

    /** Parses the representation in its column. */
    static Representation representation(String column) {
        return Representation.of(column).orElseThrow();
    }

    /** Parses the permissions in their column. */
    static Set<String> permissions(String column) {
        return Set.of(column.split(SEPARATOR));
    }
}
