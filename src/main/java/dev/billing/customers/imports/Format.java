package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a body is written.
 *
 * @param isCsv CSV, or one JSON object in each line
 * @param isPacked whether it is gzip
 */
record Format(boolean isCsv, boolean isPacked) {

    private static final Set<String> JSON_LINES = Set.of("application/x-ndjson", "application/jsonl");
    private static final String CSV = "text/csv";
    private static final Set<String> UTF_8 = Set.of("utf-8", "us-ascii");
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final int UNSUPPORTED = 415;

    private static final ApiException UNKNOWN = new ApiException(
            UNSUPPORTED,
            "Send the body as application/x-ndjson, with a JSON object in each line, or as text/csv; in UTF-8.",
            null);

    private static final ApiException UNREADABLE_ENCODING =
            new ApiException(UNSUPPORTED, "Send the body as it is, or with Content-Encoding: gzip.", null);

    /** The format of a request; throws {@link ApiException} 415 if it is none of these. */
    static Format of(MultiMap headers) {
        return new Format(isCsv(headers.getAll(HttpHeaders.CONTENT_TYPE)), isPacked(headers));
    }

    private static boolean isCsv(List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            throw UNKNOWN;
        }
        MediaType type;
        try {
            type = MediaType.valueOf(contentTypes.get(0));
        } catch (IllegalArgumentException unreadable) {
            throw UNKNOWN;
        }
        var name = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        var charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        boolean isCsv = name.equals(CSV);
        if (!isCsv && !JSON_LINES.contains(name) || !UTF_8.contains(charset.toLowerCase(Locale.ROOT))) {
            throw UNKNOWN;
        }
        if (isCsv && "absent".equalsIgnoreCase(type.getParameters().get("header"))) {
            throw new ApiException(UNSUPPORTED, "The first line of CSV must name the columns.", null);
        }
        return isCsv;
    }

    private static boolean isPacked(MultiMap headers) {
        var codings = headers.getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
        if (codings.size() > 1 || !GZIP.containsAll(codings)) {
            throw UNREADABLE_ENCODING;
        }
        return !codings.isEmpty();
    }
}
