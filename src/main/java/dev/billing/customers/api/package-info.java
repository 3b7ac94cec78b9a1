/** What resources speak with: the call, responses and their envelope, bodies, and the constraints of values. */
package dev.billing.customers.api;
