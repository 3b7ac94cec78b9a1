package dev.billing.customers.api;

import java.util.List;
import java.util.Locale;

/** The Prefer header (RFC 7240). */
final class Prefer {

    /** The value of Preference-Applied if the response has the whole object. */
    static final String REPRESENTATION = "return=representation";

    private Prefer() {}

    /** Whether {@code return=representation} is preferred; of several {@code return} preferences the first one counts. */
    static boolean representation(List<String> headers) {
        return headers.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(preference ->
                        preference.split(";", 2)[0].replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT))
                .filter(preference -> preference.startsWith("return="))
                .findFirst()
                .filter(REPRESENTATION::equals)
                .isPresent();
    }
}
