package dev.billing.customers.query;

import dev.billing.customers.url.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed list request (contract, "Lists"). Every part has been checked against the properties of the table.
 *
 * @param page which part of the list
 * @param sort the order; ties, and an empty sort, are ordered by the key
 * @param filters the conditions that all rows meet
 * @param cursor the position of the page, from a link of this service, if the caller sent more than the page number
 * @param <T> the type that a row represents, so that a request for one table cannot be used for another
 */
public record ListRequest<T>(
        PageRequest page,
        List<SortKey> sort,
        List<Filter> filters,
        @Nullable String cursor) {

    static final String CURSOR = "cursor";

    /** Parses the parameters of a request. Throws {@link InvalidListException}, which names the invalid parameter. */
    public static <T> ListRequest<T> parse(Parameters parameters, ListTable<T> table) {
        return new ListRequest<>(
                PageRequest.parse(parameters),
                SortKey.parse(parameters, table),
                Filter.parse(parameters, table),
                parameters.value(CURSOR).orElse(null));
    }
}
