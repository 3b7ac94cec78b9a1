package dev.billing.customers.query;

import dev.billing.customers.url.UrlParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * One property of a sort. Absent values are last in ascending and first in descending order.
 *
 * @param property the property to compare
 * @param descending whether the largest comes first
 */
record SortKey(ListProperty<?, ?> property, boolean descending) {

    static final String PARAMETER = "sort";

    /**
     * Parses {@code sort=name asc,created_at desc}; the default direction is {@code asc}. Throws {@link InvalidListException} for an
     * unknown property or direction, or if a property is named twice.
     */
    static List<SortKey> parse(UrlParameters parameters, ListTable<?> table, Representation representation) {
        var text = parameters.value(PARAMETER);
        if (text.isEmpty()) {
            return List.of();
        }
        var steps = new ArrayList<SortKey>();
        var seen = new HashSet<String>();
        for (var step : text.get().split(",", -1)) {
            var sort = parse(step.strip().split(" +"), table, representation);
            if (!seen.add(sort.property().name())) {
                throw invalid("'sort' names " + sort.property().name() + " twice.");
            }
            steps.add(sort);
        }
        return List.copyOf(steps);
    }

    /** Returns the opposite order, also of absent values. */
    SortKey reversed() {
        return new SortKey(property, !descending);
    }

    private static SortKey parse(String[] words, ListTable<?> table, Representation representation) {
        var property = table.sortable(words[0], representation)
                .orElseThrow(() -> invalid("'sort' must name one of: " + table.names(ListProperty::isSortable) + "."));
        var direction = words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "asc";
        boolean known = direction.equals("asc") || direction.equals("desc");
        if (words.length > 2 || !known) {
            throw invalid("'sort' takes asc or desc after a property, and commas between properties.");
        }
        return new SortKey(property, direction.equals("desc"));
    }

    private static InvalidListException invalid(String message) {
        return new InvalidListException(PARAMETER, message);
    }
}
