package dev.billing.customers.query;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items the rows of the page, in order
 * @param total the exact number of rows on all pages
 * @param page which page it is
 * @param links the pages that a caller can go to from here, this one first
 * @param <T> what a row is shown as
 */
public record Listing<T>(List<T> items, long total, PageRequest page, List<PageLink> links) {

    /**
     * The way to a page.
     *
     * @param relation the link's relation type (RFC 8288)
     * @param page its number
     * @param cursor by which it is found without counting rows off, or null if there is none
     */
    public record PageLink(String relation, long page, String cursor) {}

    /** The same page with every row shown as something else. */
    public <R> Listing<R> map(Function<? super T, ? extends R> view) {
        return new Listing<>(items.stream().<R>map(view).toList(), total, page, links);
    }
}
