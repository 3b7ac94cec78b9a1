/** Businesses, their API keys, authentication and permissions. */
@NullMarked
package dev.billing.customers.business;

import org.jspecify.annotations.NullMarked;
