/** Customers: whom a business bills. */
package dev.billing.customers.customer;
