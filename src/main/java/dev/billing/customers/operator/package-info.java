/** The operators' API on the management port. */
package dev.billing.customers.operator;
