/** The HTTP layer around REST: connections and their limits, the first filter, draining, error routes, the access log and metrics. */
@NullMarked
package dev.billing.customers.http;

import org.jspecify.annotations.NullMarked;
