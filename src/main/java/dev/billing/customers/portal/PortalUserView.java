package dev.billing.customers.portal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.billing.customers.api.View;
import dev.billing.customers.contact.ContactView;
import java.io.IOException;
import java.util.List;

/**
 * A user of the client portal as the API shows it.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the address changes
 * @param id the portal's own
 * @param email as the portal sent it
 * @param contacts one page of those with this address
 */
public record PortalUserView(long createdAt, Long updatedAt, String id, String email, List<ContactView> contacts)
        implements View {

    @Override
    public void members(JsonGenerator json) throws IOException {
        json.writeNumberField("created_at", createdAt);
        View.number(json, "updated_at", updatedAt);
        json.writeStringField("id", id);
        json.writeStringField("email", email);
        json.writeArrayFieldStart("contacts");
        for (var contact : contacts) {
            contact.serialize(json, null);
        }
        json.writeEndArray();
    }
}
