/** Hosts, parameters and percent encoding. */
@NullMarked
package dev.billing.customers.url;

import org.jspecify.annotations.NullMarked;
