/** Contacts: the people of a customer. */
package dev.billing.customers.contact;
