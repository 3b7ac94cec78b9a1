package dev.billing.customers.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Prefer header (RFC 7240). */
final class Prefer {

    /** The value of Preference-Applied if the response has the whole object. */
    static final String REPRESENTATION = "return=representation";

    private Prefer() {}

    /** Whether {@code return=representation} is preferred; of several {@code return} preferences the first one counts. */
    static boolean representation(List<String> headers) {
        return first(headers, "return=").filter(REPRESENTATION::equals).isPresent();
    }

    /** Whether {@code handling=strict} is preferred; of several {@code handling} preferences the first one counts. */
    static boolean strict(List<String> headers) {
        return first(headers, "handling=").filter("handling=strict"::equals).isPresent();
    }

    private static Optional<String> first(List<String> headers, String preference) {
        return headers.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(preferred ->
                        preferred.split(";", 2)[0].replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT))
                .filter(preferred -> preferred.startsWith(preference))
                .findFirst();
    }
}
