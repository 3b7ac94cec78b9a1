package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.url.UrlParameters.Parameter;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects a query parameter whose name begins like one of this API and goes on wrong, such as {@code sort[]}, {@code Filter[name]} or
 * {@code page[number]}: it would be ignored, and the caller would get something else than it asked for. Other unknown parameters are
 * ignored, unless the request has {@code Prefer: handling=strict}: then every name is rejected that the operation does not have.
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
            "q",
            "updated_after",
            "updated_before",
            "open_balance",
            "after",
            "wait",
            "dry_run",
            "fields");

    private static final List<String> ADVISED =
            Stream.concat(KNOWN.stream(), Stream.of(METADATA)).toList();

    private static final String NO_SUCH = "There is no such parameter. ";
    /** The known names by their letters. */
    private static final Map<String, String> LETTERS =
            ADVISED.stream().collect(Collectors.toUnmodifiableMap(ParameterNames::letters, known -> known));

    private final Call call;

    ParameterRequestFilter(Call call) {
        this.call = call;
    }

    /** Throws {@link ApiException} 400 that names the right parameter, or the right value of one that all operations have. */
    @ServerRequestFilter
    public void check(ResourceInfo resource) {
        call.representation();
        checkInclude();
        if (call.parameters().all().isEmpty()) {
            return;
        }
        if (call.prefersStrictHandling()) {
            checkStrictly(ParameterNames.of(resource.getResourceMethod()));
        }
        call.parameters().all().stream()
                .map(Parameter::name)
                .filter(name -> !isKnown(name))
                .forEach(ParameterRequestFilter::check);
    }

    private void checkStrictly(ParameterNames operation) {
        for (var parameter : call.parameters().all()) {
            var name = parameter.name();
            if (!isKnown(name) || !operation.have(name)) {
                var meant = operation
                        .nearest(name)
                        .map(known -> advice(known) + " ")
                        .orElse("");
                throw ApiException.invalid(name, NO_SUCH + meant + "There are: " + operation + ".");
            }
        }
    }

    private static boolean isKnown(String name) {
        return KNOWN.contains(name) || name.startsWith(FILTER_OF_PROPERTY) || name.startsWith(METADATA_OF_KEY);
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
        var letters = ParameterNames.letters(name);
        LETTERS.forEach((start, known) -> {
            // Many a name begins with the only letter of q.
            if (start.length() > 1 ? letters.startsWith(start) : letters.equals(start)) {
                throw ApiException.invalid(name, NO_SUCH + advice(known));
            }
        });
    }

    private static String advice(String known) {
        return switch (known) {
            case FILTER -> "Write filter[name]=Acme, or filter={\"name\":\"Acme\"}.";
            case METADATA, Listed.METADATA -> "Write metadata[key]=value.";
            default -> "Write '" + known + "' if you mean that.";
        };
    }
}
