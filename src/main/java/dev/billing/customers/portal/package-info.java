/** Users of the client portal, and what they may see. */
package dev.billing.customers.portal;
