package dev.billing.customers.balance;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a customer's ledger that is to be appended.
 *
 * @param createdAt UNIX seconds
 * @param amount by which the balance moves
 * @param reference unique for the customer
 */
record BalanceEntry(
        long createdAt,
        long customerId,
        BigDecimal amount,
        String reference,
        @Nullable String notes) {

    /** Assigned by the database, also if it gets null. */
    @Nullable
    Long id() {
        return null;
    }

    /** Computed by the database. */
    @Nullable
    BigDecimal balance() {
        return null;
    }
}
