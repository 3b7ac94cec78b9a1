/** What dev mode and tests bring along: an embedded PostgreSQL with sample data. None of it is in a package. */
package dev.billing.customers.sandbox;
