/** The customers service of a billing platform; docs/architecture.md gives an overview. */
@NullMarked
package dev.billing.customers;

import org.jspecify.annotations.NullMarked;
