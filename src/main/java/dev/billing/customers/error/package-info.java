/** Error handling: what a caller gets for any failure. */
@NullMarked
package dev.billing.customers.error;

import org.jspecify.annotations.NullMarked;
