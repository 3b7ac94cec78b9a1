package dev.billing.customers.clients.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;

/** A customer as the service shows it. Only id, number, name, balance and the time of the creation are never null. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Customer(
        long createdAt,
        Long updatedAt,
        long id,
        String number,
        String name,
        String email,
        String address1,
        String address2,
        String city,
        String state,
        String postalCode,
        String country,
        String taxId,
        String phone,
        String otherPhone,
        String website,
        String notes,
        BigDecimal balance,
        String stripeCustomer) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Envelope(Customer customer) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Page(List<Customer> customers) {}
}
