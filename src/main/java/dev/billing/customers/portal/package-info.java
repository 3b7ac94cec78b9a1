/** Users of the client portal, and what they may see. */
@NullMarked
package dev.billing.customers.portal;

import org.jspecify.annotations.NullMarked;
