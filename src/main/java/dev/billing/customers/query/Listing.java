package dev.billing.customers.query;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items the rows of the page, in order
 * @param total the exact number of rows on all pages
 * @param page which page it is
 * @param <T> what a row is shown as
 */
public record Listing<T>(List<T> items, long total, Page page) {

    /** The same page with every row shown as something else. */
    public <R> Listing<R> map(Function<? super T, ? extends R> view) {
        return new Listing<>(items.stream().<R>map(view).toList(), total, page);
    }
}
