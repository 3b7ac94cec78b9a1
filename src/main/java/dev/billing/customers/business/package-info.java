/** Who is asking: businesses, their API keys, authentication and permissions, and how operators manage them. */
package dev.billing.customers.business;
