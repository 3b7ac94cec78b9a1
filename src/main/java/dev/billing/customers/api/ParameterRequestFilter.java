package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects a query parameter whose name begins like one of this API and goes on wrong, such as {@code sort[]}, {@code Filter[name]} or
 * {@code page[number]}: it would be ignored, and the caller would get something else than it asked for. Other unknown parameters are
 * ignored, unless the request has {@code Prefer: handling=strict}.
 */
public class ParameterRequestFilter {

    private static final String FILTER = "filter";
    private static final String FILTER_OF_PROPERTY = "filter[";

    private static final List<String> KNOWN = List.of("page", "per_page", "sort", FILTER, "cursor", "expand", "pretty");

    private static final String NO_SUCH = "There is no such parameter. ";
    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    /** The known names by their letters. */
    private static final Map<String, String> LETTERS =
            KNOWN.stream().collect(Collectors.toUnmodifiableMap(ParameterRequestFilter::letters, known -> known));

    private final Call call;

    ParameterRequestFilter(Call call) {
        this.call = call;
    }

    /** Throws {@link ApiException} 400 that names the right parameter. */
    @ServerRequestFilter
    public void check() {
        boolean asked = false;
        for (var parameter : call.parameters().all()) {
            var name = parameter.name();
            if (!KNOWN.contains(name) && !name.startsWith(FILTER_OF_PROPERTY)) {
                check(name);
                // Asked once: a request may have a thousand parameters, and thousands of preferences.
                if (!asked && call.prefersStrictHandling()) {
                    throw ApiException.invalid(name, NO_SUCH + "There are: " + String.join(", ", KNOWN) + ".");
                }
                asked = true;
            }
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
        return known.equals(FILTER)
                ? "Write filter[name]=Acme, or filter={\"name\":\"Acme\"}."
                : "Write '" + known + "' if you mean that.";
    }
}
