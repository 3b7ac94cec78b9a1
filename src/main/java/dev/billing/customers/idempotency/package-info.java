/**
 * Safe retries: the first response to an {@code Idempotency-Key} is stored in the transaction of its change, and every later request with
 * that key gets it.
 */
@NullMarked
package dev.billing.customers.idempotency;

import org.jspecify.annotations.NullMarked;
