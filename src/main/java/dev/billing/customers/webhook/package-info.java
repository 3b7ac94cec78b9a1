/** Endpoints of a business to which its events are sent, by the Standard Webhooks specification 1.0. */
@NullMarked
package dev.billing.customers.webhook;

import org.jspecify.annotations.NullMarked;
