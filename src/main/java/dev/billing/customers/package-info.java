/** The customers service of a billing platform; docs/architecture.md is the map. */
package dev.billing.customers;
