package dev.billing.customers.query;

import dev.billing.customers.url.UrlParameters;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a caller wants of an export besides sort and filters.
 *
 * @param members the names of the members that are written of each row, in order
 * @param isSelection whether the caller has chosen them
 * @param isCounted whether the rows are only counted
 */
record ExportRequest(List<String> members, boolean isSelection, boolean isCounted) {

    private static final String FIELDS = "fields";

    /** Throws {@link InvalidListException} if a parameter is one of a page, or if the caller selects what there is not. */
    static ExportRequest parse(
            UrlParameters parameters, ListTable<?> table, Representation representation, boolean isCounted) {
        for (var ofPage : List.of(PageRequest.NUMBER, PageRequest.SIZE, ListRequest.CURSOR)) {
            if (parameters.value(ofPage).isPresent()) {
                throw new InvalidListException(
                        ofPage,
                        "'" + ofPage
                                + "' has no meaning here: an export has all rows. Leave it out, or ask for application/json.");
            }
        }
        var all = table.layout().members(representation);
        return parameters
                .value(FIELDS)
                .map(text -> new ExportRequest(select(text, all), true, isCounted))
                .orElseGet(() -> new ExportRequest(all, false, isCounted));
    }

    private static List<String> select(String text, List<String> all) {
        var selected = Stream.of(text.split(",", -1)).map(String::strip).toList();
        if (!all.containsAll(selected)) {
            throw new InvalidListException(
                    FIELDS,
                    "'fields' takes names that are separated by commas, of these: " + String.join(", ", all) + ".");
        }
        if (new HashSet<>(selected).size() < selected.size()) {
            throw new InvalidListException(FIELDS, "'fields' names a member twice.");
        }
        return selected;
    }
}
