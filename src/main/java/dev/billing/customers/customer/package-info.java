/** Customers: whom a business bills. */
@NullMarked
package dev.billing.customers.customer;

import org.jspecify.annotations.NullMarked;
