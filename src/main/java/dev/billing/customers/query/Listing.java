package dev.billing.customers.query;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, or an export of it.
 *
 * @param items the rows of the page, in order; none of an export
 * @param total the exact number of rows on all pages
 * @param page which page it is
 * @param links the links to this page, which is first, and to other pages; none in an export
 * @param export all rows, if the request is for an export ({@link ListRequest#isExport})
 * @param <T> the type of an item
 */
public record Listing<T>(
        List<T> items, long total, PageRequest page, List<PageLink> links, Optional<Export<T>> export) {

    /** Creates a page. */
    Listing(List<T> items, long total, PageRequest page, List<PageLink> links) {
        this(items, total, page, links, Optional.empty());
    }

    /**
     * A link to a page.
     *
     * @param relation the link's relation type (RFC 8288)
     * @param page the number of the page
     * @param cursor finds the page without skipping rows
     */
    public record PageLink(
            String relation, long page, @Nullable String cursor) {}

    /** Returns the page, or the export, with converted items. */
    public <R> Listing<R> map(Function<? super T, ? extends R> view) {
        return new Listing<>(
                items.stream().<R>map(view).toList(), total, page, links, export.map(all -> all.<R>map(view)));
    }
}
