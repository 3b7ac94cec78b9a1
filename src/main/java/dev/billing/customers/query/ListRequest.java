package dev.billing.customers.query;

import dev.billing.customers.url.Parameters;
import java.util.List;

/**
 * What a caller asks of a list (contract, "Lists"). Every part of it is checked against the resource's properties, so that a
 * list request that exists can be answered.
 *
 * @param page which part of the list
 * @param sort the order; ties, and an empty sort, go by id
 * @param filters the conditions that all rows meet
 * @param cursor where the page is, as a link of this service said; null if the caller gave only its number
 * @param <T> what a row of the list stands for, so that a request for one table cannot be used for another
 */
public record ListRequest<T>(PageRequest page, List<SortKey> sort, List<Filter> filters, String cursor) {

    static final String CURSOR = "cursor";

    /** Reads the parameters of a request. Throws {@link InvalidListException}, naming the parameter at fault. */
    public static <T> ListRequest<T> parse(Parameters parameters, ListTable<T> table) {
        return new ListRequest<>(
                PageRequest.parse(parameters),
                SortKey.parse(parameters, table),
                Filter.parse(parameters, table),
                parameters.value(CURSOR).orElse(null));
    }
}
