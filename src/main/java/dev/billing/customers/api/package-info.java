/** What all resources share: the current request, responses and their envelope, request bodies, and the constraints of values. */
@NullMarked
package dev.billing.customers.api;

import org.jspecify.annotations.NullMarked;
