/** Imports: the lines of a body of any length, each of which has its line in the response. */
@NullMarked
package dev.billing.customers.imports;

import org.jspecify.annotations.NullMarked;
