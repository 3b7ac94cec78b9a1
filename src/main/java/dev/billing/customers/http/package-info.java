/** The HTTP layer around REST: connections and their limits, the first filter, draining, error routes, the access log and metrics. */
package dev.billing.customers.http;
