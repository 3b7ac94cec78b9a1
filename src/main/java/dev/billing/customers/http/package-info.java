/** The edge, around the REST layer: connections and their limits, the first filter, draining, error routes, the access log, metrics. */
package dev.billing.customers.http;
