/** What every request and response shares: bodies, envelope, indentation, request ids, absolute URLs, expansion. */
package dev.billing.customers.http;
