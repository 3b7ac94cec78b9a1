package dev.billing.customers.clients.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;

/** An entry of a customer's ledger; {@code balance} is the customer's balance after it. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BalanceEntry(
        long createdAt, long id, long customer, BigDecimal amount, String reference, String notes, BigDecimal balance) {

    /** A reference is booked once for a customer. */
    public record Input(BigDecimal amount, String reference, String notes) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Envelope(BalanceEntry balanceEntry) {}
}
