/**
 * Lists for any resource. A resource declares its properties once ({@link dev.billing.customers.query.ListTable}) and gets paging,
 * sorting, filtering, exact totals and Link headers without query code.
 *
 * <p>A {@link dev.billing.customers.query.ListRequest} has the parameters of a request, {@link dev.billing.customers.query.ReactiveLists}
 * returns a {@link dev.billing.customers.query.Listing}, and {@link dev.billing.customers.query.Links} writes the links to the
 * neighbouring pages. Nothing here depends on a particular resource.
 */
@NullMarked
package dev.billing.customers.query;

import org.jspecify.annotations.NullMarked;
