/** One door out for every failure: what a caller is told, and how any throwable becomes that. */
package dev.billing.customers.error;
