/** Balances: the ledger of each customer. */
@NullMarked
package dev.billing.customers.balance;

import org.jspecify.annotations.NullMarked;
