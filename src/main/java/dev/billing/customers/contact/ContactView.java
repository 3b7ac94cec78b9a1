package dev.billing.customers.contact;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A contact as the API shows it, in the specification's order.
 *
 * @param createdAt UNIX seconds
 * @param updatedAt UNIX seconds, or null until the first change
 * @param customer the customer's id, or the whole customer where the caller expands it
 */
public record ContactView(
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("updated_at") Long updatedAt,
        @JsonProperty("id") long id,
        @JsonProperty("customer") Object customer,
        @JsonProperty("name") String name,
        @JsonProperty("email") String email,
        @JsonProperty("primary") boolean primary) {

    /** The view of a stored contact. */
    static ContactView of(Contact contact) {
        return of(contact, contact.getCustomerId());
    }

    /** The view of a stored contact whose customer is shown as given. */
    static ContactView of(Contact contact, Object customer) {
        return new ContactView(
                contact.getCreatedAt(),
                contact.getUpdatedAt(),
                contact.getId(),
                customer,
                contact.getName(),
                contact.getEmail(),
                contact.isPrimary());
    }
}
