/**
 * All access to PostgreSQL, by {@link dev.billing.customers.database.Database}: the gate, connections, deadlines, the translation of
 * failures, readiness, and the check of the schema.
 */
@NullMarked
package dev.billing.customers.database;

import org.jspecify.annotations.NullMarked;
