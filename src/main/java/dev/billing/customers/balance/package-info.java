/** Balances: the ledger of each customer. */
package dev.billing.customers.balance;
