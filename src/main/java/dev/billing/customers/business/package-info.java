/** Who is asking: businesses, their API keys, authentication and permissions. */
package dev.billing.customers.business;
