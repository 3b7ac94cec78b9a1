/**
 * The one door to PostgreSQL: {@link dev.billing.customers.database.Database}, behind which are the gate, connections, deadlines, the
 * translation of failures, readiness and the check of the schema.
 */
package dev.billing.customers.database;
