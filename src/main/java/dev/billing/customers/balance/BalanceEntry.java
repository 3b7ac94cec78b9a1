package dev.billing.customers.balance;

import java.math.BigDecimal;

/**
 * An entry of a customer's ledger that is to be appended.
 *
 * @param createdAt UNIX seconds
 * @param amount by which the balance moves
 * @param reference unique for the customer
 */
record BalanceEntry(long createdAt, long customerId, BigDecimal amount, String reference, String notes) {

    /** Null: the database gives it. */
    Long id() {
        return null;
    }

    /** Null: the database computes it. */
    BigDecimal balance() {
        return null;
    }
}
