package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects a query parameter whose name begins like one of this API and goes on wrong, such as {@code sort[]}, {@code Filter[name]} or
 * {@code page[number]}: it would be ignored, and the caller would get something else than it asked for. Other unknown parameters are
 * ignored, unless the request has {@code Prefer: handling=strict}.
 */
public class ParameterRequestFilter {

    private static final String FILTER = "filter";
    private static final String FILTER_OF_PROPERTY = "filter[";

    private static final String METADATA = "metadata";
    private static final String METADATA_OF_KEY = "metadata[";
    private static final String INCLUDE = "include";

    /** What objects always have. The API of later years has it only if a caller includes it. */
    private static final String INCLUDED = "updated_at";

    private static final List<String> KNOWN = List.of(
            "page",
            "per_page",
            "sort",
            FILTER,
            "cursor",
            "expand",
            "pretty",
            Representations.PARAMETER,
            INCLUDE,
            "updated_after",
            "open_balance",
            "after",
            "wait",
            "fields");

    private static final List<String> ADVISED =
            Stream.concat(KNOWN.stream(), Stream.of(METADATA)).toList();

    private static final String NO_SUCH = "There is no such parameter. ";
    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    /** The known names by their letters. */
    private static final Map<String, String> LETTERS =
            ADVISED.stream().collect(Collectors.toUnmodifiableMap(ParameterRequestFilter::letters, known -> known));

    private final Call call;

    ParameterRequestFilter(Call call) {
        this.call = call;
    }

    /** Throws {@link ApiException} 400 that names the right parameter, or the right value of one that all operations have. */
    @ServerRequestFilter
    public void check() {
        call.representation();
        checkInclude();
        boolean asked = false;
        for (var parameter : call.parameters().all()) {
            var name = parameter.name();
            if (!KNOWN.contains(name) && !name.startsWith(FILTER_OF_PROPERTY) && !name.startsWith(METADATA_OF_KEY)) {
                check(name);
                // Asked once: a request may have a thousand parameters, and thousands of preferences.
                if (!asked && call.prefersStrictHandling()) {
                    throw ApiException.invalid(
                            name, NO_SUCH + "There are: " + String.join(", ", KNOWN) + ", metadata[key].");
                }
                asked = true;
            }
        }
    }

    private void checkInclude() {
        boolean isKnown = call.parameters()
                .value(INCLUDE)
                .map(text -> Stream.of(text.split(",")).map(String::strip).allMatch(INCLUDED::equals))
                .orElse(true);
        if (!isKnown) {
            throw ApiException.invalid(INCLUDE, "'include' takes: " + INCLUDED + ".");
        }
    }

    private static void check(String name) {
        var letters = letters(name);
        LETTERS.forEach((start, known) -> {
            if (letters.startsWith(start)) {
                throw ApiException.invalid(name, NO_SUCH + advice(known));
            }
        });
    }

    private static String letters(String name) {
        if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
            return "";
        }
        return NO_LETTERS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static String advice(String known) {
        return switch (known) {
            case FILTER -> "Write filter[name]=Acme, or filter={\"name\":\"Acme\"}.";
            case METADATA -> "Write metadata[key]=value.";
            default -> "Write '" + known + "' if you mean that.";
        };
    }
}
