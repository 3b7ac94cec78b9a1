/**
 * Requests that can be sent again: the first answer to an {@code Idempotency-Key} is kept with the change that it tells of, and every
 * later request with that key gets it.
 */
package dev.billing.customers.idempotency;
