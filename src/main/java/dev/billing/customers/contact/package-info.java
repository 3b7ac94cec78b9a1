/** Contacts: the people of a customer. */
@NullMarked
package dev.billing.customers.contact;

import org.jspecify.annotations.NullMarked;
