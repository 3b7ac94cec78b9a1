package dev.billing.customers.portal;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.billing.customers.contact.Contact;
import dev.billing.customers.query.TableRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the client portal as the API shows it.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the address changes
 * @param id the portal's own
 * @param email as the portal sent it
 * @param contacts one page of those with this address
 */
@RegisterForReflection
public record PortalUserView(
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("updated_at") @Nullable Long updatedAt,
        String id,
        String email,
        List<TableRow<Contact>> contacts) {}
