/** The events of a business: what was changed, in order, and by whom. Features publish through it and know nothing of its readers. */
@NullMarked
package dev.billing.customers.event;

import org.jspecify.annotations.NullMarked;
