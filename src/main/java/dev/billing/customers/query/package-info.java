/**
 * Lists for any resource: a resource declares its properties once ({@link dev.billing.customers.query.ListTable})
 * and gets paging, sorting, filtering, exact totals and Link headers, and writes no query code.
 *
 * <p>What a caller asks for is a {@link dev.billing.customers.query.ListRequest}; {@link
 * dev.billing.customers.query.ReactiveLists} answers it with a {@link dev.billing.customers.query.Listing}; {@link
 * dev.billing.customers.query.Links} describes the neighbouring pages. Nothing here knows any particular resource.
 */
package dev.billing.customers.query;
