package dev.billing.customers.url;

import dev.billing.customers.error.ApiException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or of a form, in the caller's order: {@code application/x-www-form-urlencoded}, percent encoding of
 * UTF-8 (WHATWG URL, section 5). Decoding is strict: invalid UTF-8 is rejected instead of replaced.
 */
public final class UrlParameters {

    /**
     * One parameter.
     *
     * @param name decoded
     * @param value decoded; empty if there was no equals sign
     * @param encoded the whole parameter as the caller wrote it
     */
    public record Parameter(String name, String value, String encoded) {}

    /** The maximum number of parameters of a query string or form. */
    public static final int MAX = 1000;

    private final List<Parameter> all;
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> contradicted = new HashSet<>();

    private UrlParameters(List<Parameter> all) {
        this.all = List.copyOf(all);
        for (var parameter : all) {
            var earlier = values.putIfAbsent(parameter.name(), parameter.value());
            if (earlier != null && !earlier.equals(parameter.value())) {
                contradicted.add(parameter.name());
            }
        }
    }

    /**
     * Parses a query string or form.
     *
     * @param encoded as received, one char per byte (ISO 8859-1), without the question mark; null means empty
     * @throws ApiException 400 if the percent encoding is invalid or is not UTF-8, or if there are more than {@value #MAX} parameters
     */
    public static UrlParameters parse(@Nullable String encoded) {
        var all = new ArrayList<Parameter>();
        for (var part : encoded == null ? new String[0] : encoded.split("&")) {
            if (!part.isEmpty()) {
                if (all.size() == MAX) {
                    throw ApiException.invalid("A request has at most " + MAX + " parameters.");
                }
                int equals = part.indexOf('=');
                var name = decode(equals < 0 ? part : part.substring(0, equals), null);
                all.add(new Parameter(name, equals < 0 ? "" : decode(part.substring(equals + 1), name), part));
            }
        }
        return new UrlParameters(all);
    }

    /** All parameters, in the caller's order, including repeated ones. */
    public List<Parameter> all() {
        return all;
    }

    /**
     * The value of a parameter that may be given once.
     *
     * @throws ApiException 400 if it was given twice with different values
     */
    public Optional<String> value(String name) {
        if (contradicted.contains(name)) {
            throw ApiException.invalid(name, "'" + name + "' was given twice with different values.");
        }
        return Optional.ofNullable(values.get(name));
    }

    private static String decode(String encoded, @Nullable String name) {
        if (isPlain(encoded)) {
            return encoded;
        }
        try {
            var bytes = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw ApiException.invalid(name, "The percent encoding is broken or is not UTF-8.");
        }
    }

    private static boolean isPlain(String encoded) {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' || c == '+' || c > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
