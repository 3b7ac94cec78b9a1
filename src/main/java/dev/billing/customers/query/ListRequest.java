package dev.billing.customers.query;

import dev.billing.customers.url.UrlParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed request for a list of one table (contract, "Lists"). Every part has been checked against the properties of the table.
 *
 * @param <T> the type that a row represents
 */
public final class ListRequest<T> {
    static final String CURSOR = "cursor";

    private final ListTable<T> table;
    private final PageRequest page;
    private final List<SortKey> sort;
    private final List<Filter> filters;
    private final @Nullable String cursor;
    private final @Nullable Object end;
    private final @Nullable SearchTerms search;
    private final @Nullable ExportRequest export;

    ListRequest(
            ListTable<T> table, PageRequest page, List<SortKey> sort, List<Filter> filters, @Nullable String cursor) {
        this(table, page, sort, filters, cursor, null, null, null);
    }

    private ListRequest(
            ListTable<T> table,
            PageRequest page,
            List<SortKey> sort,
            List<Filter> filters,
            @Nullable String cursor,
            @Nullable Object end,
            @Nullable SearchTerms search,
            @Nullable ExportRequest export) {
        this.table = table;
        this.page = page;
        this.sort = sort;
        this.filters = filters;
        this.cursor = cursor;
        this.end = end;
        this.search = search;
        this.export = export;
    }

    /** The request for the rows of a table by their keys, in pages of the maximum size. */
    public static <T> ListRequest<T> of(ListTable<T> table) {
        return new ListRequest<>(table, new PageRequest(1, PageRequest.MAX_SIZE), List.of(), List.of(), null);
    }

    /** Returns the request for those rows whose property has one of these values. */
    public <V> ListRequest<T> where(ListProperty<T, V> property, Set<V> values) {
        var all = new ArrayList<>(filters);
        all.add(new Filter.OneOf(property, Set.copyOf(values), false));
        return new ListRequest<>(table, page, sort, all, cursor, end, search, export);
    }

    /** Parses the parameters of a request for the enveloped representation. Throws the same as the other method. */
    public static <T> ListRequest<T> parse(UrlParameters parameters, ListTable<T> table) {
        return parse(parameters, table, Representation.ENVELOPED);
    }

    /**
     * Parses the parameters of a request. Throws {@link InvalidListException}, which names the invalid parameter.
     *
     * @param representation whose properties can be named
     */
    public static <T> ListRequest<T> parse(
            UrlParameters parameters, ListTable<T> table, Representation representation) {
        return new ListRequest<>(
                table,
                PageRequest.parse(parameters),
                SortKey.parse(parameters, table, representation),
                FilterParameters.parse(parameters, table, representation),
                parameters.value(CURSOR).filter(text -> !text.isEmpty()).orElse(null),
                null,
                SearchTerms.parse(parameters, table).orElse(null),
                null);
    }

    /**
     * Parses the parameters of a request for all rows. Throws {@link InvalidListException}, which names the invalid parameter.
     *
     * @param representation whose properties can be named
     * @param isCounted whether the rows are only counted
     */
    public static <T> ListRequest<T> parseExport(
            UrlParameters parameters, ListTable<T> table, Representation representation, boolean isCounted) {
        var export = ExportRequest.parse(parameters, table, representation, isCounted);
        var page = parse(parameters, table, representation);
        if (page.search != null) {
            throw new InvalidListException(
                    SearchTerms.PARAMETER,
                    "An export cannot be searched. Use filters, such as filter[name][contains]=acme.");
        }
        return new ListRequest<>(table, page.page, page.sort, page.filters, null, null, null, export);
    }

    /** Returns the request for another table or view, which was declared as the same ({@link ListTable#from}). */
    public ListRequest<T> on(ListTable<T> other) {
        if (other.layout() != table.layout()) {
            throw new IllegalArgumentException(other.name() + " has other properties than " + table.name());
        }
        return new ListRequest<>(other, page, sort, filters, cursor, end, search, export);
    }

    /** Returns the request for the rows up to a key. It is no filter: cursors and links stay valid when the end moves. */
    public ListRequest<T> upTo(Object key) {
        return new ListRequest<>(table, page, sort, filters, cursor, key, search, export);
    }

    /** Whether the caller has asked for another page than the first one, or for an order. */
    public boolean isPaged() {
        return page.number() > 1 || cursor != null || !sort.isEmpty();
    }

    /** Whether the caller wants all rows instead of a page. */
    public boolean isExport() {
        return export != null;
    }

    /** What the caller wants of an export, if it wants one. */
    Optional<ExportRequest> export() {
        return Optional.ofNullable(export);
    }

    /** How many rows a page has. */
    public int size() {
        return page.size();
    }

    /** Whether a row that was read matches the filters. */
    public boolean matches(TableRow<T> row) {
        return filters.stream().allMatch(filter -> filter.matches(row));
    }

    /** The greatest key that is listed. */
    Optional<Object> end() {
        return Optional.ofNullable(end);
    }

    ListTable<T> table() {
        return table;
    }

    PageRequest page() {
        return page;
    }

    /** The order; ties, and an empty sort, are ordered by the key. */
    List<SortKey> sort() {
        return sort;
    }

    /** The conditions that all rows meet. */
    List<Filter> filters() {
        return filters;
    }

    /** What is searched for. */
    Optional<SearchTerms> search() {
        return Optional.ofNullable(search);
    }

    /** The position of the page, from a link of this service. */
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }
}
