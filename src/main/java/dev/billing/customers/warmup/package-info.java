/** The requests that an instance sends itself before it is ready, so that its code is compiled when callers come. */
@NullMarked
package dev.billing.customers.warmup;

import org.jspecify.annotations.NullMarked;
