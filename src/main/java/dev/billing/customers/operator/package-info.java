/** The operator API on the management port. */
@NullMarked
package dev.billing.customers.operator;

import org.jspecify.annotations.NullMarked;
