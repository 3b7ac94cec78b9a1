package dev.billing.customers.api;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of an operation's query parameters. */
final class ParameterNames {

    private static final List<String> OF_ALL = List.of("pretty", Representations.PARAMETER, "include");
    private static final List<String> OF_PAGES = List.of("page", "per_page", "sort", "cursor");
    private static final List<String> OF_LISTS = List.of("filter", "updated_after", "updated_before");
    private static final String EXPAND = "expand";
    private static final String FIELDS = "fields";

    /** Those that only some operations have. */
    private static final Set<String> OF_SOME = Stream.concat(
                    Stream.concat(OF_PAGES.stream(), OF_LISTS.stream()),
                    Stream.of(
                            EXPAND,
                            Listed.SEARCH,
                            Listed.METADATA,
                            Listed.OPEN_BALANCE,
                            Listed.AFTER,
                            Listed.WAIT,
                            FIELDS,
                            DryRun.PARAMETER))
            .collect(Collectors.toUnmodifiableSet());

    /** What other APIs call them, by the letters of the name. The first one that the operation has is meant. */
    private static final Map<String, List<String>> ELSEWHERE = Map.ofEntries(
            elsewhere("per_page", "limit", "size", "pagesize", "perpage", "count", "top", "take", "rows", "maxresults"),
            elsewhere("sort", "order", "orderby", "ordering", "sorting"),
            elsewhere("page", "offset", "skip", "start", "startindex", "pagenumber"),
            elsewhere("filter", "where", "q", "criteria", "conditions"),
            elsewhere(
                    "cursor", "startingafter", "endingbefore", "next", "token", "pagetoken", "marker", "continuation"),
            elsewhere(
                    "updated_after", "modifiedsince", "updatedsince", "changedsince", "modifiedafter", "changedafter"),
            elsewhere(EXPAND, "embed", "with", "populate", "join"),
            elsewhere("pretty", "indent", "format"),
            elsewhere(Listed.OPEN_BALANCE, "open", "unpaid"),
            elsewhere(Listed.WAIT, "timeout", "block", "longpoll"),
            elsewhere(Listed.METADATA, "meta", "tag", "tags"),
            elsewhere(Listed.AFTER, "sinceid", "lasteventid", "lastid"));

    private static final Map<String, List<String>> SEVERAL = Map.of(
            "since", List.of(Listed.AFTER, "updated_after"),
            "after", List.of("cursor"),
            "query", List.of(Listed.SEARCH, "filter"),
            "search", List.of(Listed.SEARCH, "filter"),
            "find", List.of(Listed.SEARCH, "filter"));

    /** A longer name is compared with no other. */
    private static final int MAX_COMPARED = 40;

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    private final List<String> names;

    private ParameterNames(List<String> names) {
        this.names = names;
    }

    /** The names of a resource's method. */
    static ParameterNames of(Method operation) {
        var names = new ArrayList<String>();
        var listed = operation.getAnnotation(Listed.class);
        if (listed != null) {
            if (listed.isPaged()) {
                names.addAll(OF_PAGES);
            }
            names.addAll(OF_LISTS);
            names.addAll(List.of(listed.also()));
        }
        if (operation.isAnnotationPresent(Exportable.class)) {
            names.add(FIELDS);
        }
        if (operation.isAnnotationPresent(DryRun.class)) {
            names.add(DryRun.PARAMETER);
        }
        if (operation.isAnnotationPresent(Expandable.class)) {
            names.add(EXPAND);
        }
        names.addAll(OF_ALL);
        return new ParameterNames(names);
    }

    /**
     * Whether a parameter of this API is one of the operation.
     *
     * @param parameter as it was sent, perhaps with a property or key in brackets
     */
    boolean have(String parameter) {
        var name = parameter
                .replaceFirst("(?s)^filter\\[.*", "filter")
                .replaceFirst("(?s)^metadata\\[.*", Listed.METADATA);
        return names.contains(name) || !OF_SOME.contains(name);
    }

    /** The name that is probably meant by one that the operation does not have. */
    Optional<String> nearest(String wrong) {
        var letters = letters(wrong);
        if (letters.isEmpty() || wrong.length() > MAX_COMPARED) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> letters.equals(letters(name)))
                .findFirst()
                .or(() -> ELSEWHERE.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(letters))
                        .map(Map.Entry::getKey)
                        .filter(names::contains)
                        .findFirst())
                .or(() -> SEVERAL.getOrDefault(letters, List.of()).stream()
                        .filter(names::contains)
                        .findFirst())
                .or(() -> names.stream()
                        .filter(name -> letters.startsWith(letters(name)))
                        .findFirst())
                .or(() -> names.stream()
                        .filter(name -> distance(letters, letters(name)) <= letters.length() / 2)
                        .min(Comparator.comparingInt(name -> distance(letters, letters(name)))));
    }

    /** The names, for a message. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }

    /** The letters of a name, in lower case; empty if it does not begin with one. */
    static String letters(String name) {
        if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
            return "";
        }
        return NO_LETTERS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** How many letters have to be added, removed or replaced to make one text of another (Levenshtein). */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            int diagonal = i;
            for (int j = 0; j <= other.length(); j++) {
                int above = row[j];
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                } else {
                    int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                    row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                }
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private static Map.Entry<String, List<String>> elsewhere(String name, String... others) {
        return Map.entry(name, List.of(others));
    }
}
