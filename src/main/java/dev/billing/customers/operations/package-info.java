/** What operators see of the running service: readiness and metrics. */
package dev.billing.customers.operations;
