package dev.billing.customers.clients.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * A contact.
 *
 * @param <C> {@code Long}, the customer's id, or with {@code expand=customer} the {@code Customer}
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Contact<C>(
        long createdAt, Long updatedAt, long id, C customer, String name, String email, boolean primary) {

    public record Input(String name, String email, boolean primary) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Envelope(Contact<Long> contact) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Page<C>(List<Contact<C>> contacts) {}
}
