/** The embedded PostgreSQL and sample data of dev mode and tests. They are not part of a package. */
@NullMarked
package dev.billing.customers.sandbox;

import org.jspecify.annotations.NullMarked;
