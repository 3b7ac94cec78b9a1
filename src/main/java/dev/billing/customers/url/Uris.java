package dev.billing.customers.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Checks and escapes the characters of URIs (RFC 3986). */
public final class Uris {

    private static final String OF_PATH = "-._~!$'()*+=:@/%";
    private static final String OF_QUERY = OF_PATH + "?[]";
    private static final Pattern DOT_SEGMENT = Pattern.compile("(^|/)(\\.|%2[Ee]){1,2}(/|$)");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Uris() {}

    /** Whether every percent sign is followed by two hexadecimal digits. */
    public static boolean isEscaped(String received) {
        for (int i = received.indexOf('%'); i >= 0; i = received.indexOf('%', i + 1)) {
            boolean escape = i + 2 < received.length()
                    && HexFormat.isHexDigit(received.charAt(i + 1))
                    && HexFormat.isHexDigit(received.charAt(i + 2));
            if (!escape) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a path is valid and unambiguous UTF-8. This rejects bytes outside ASCII, which must be percent-encoded; raw semicolons,
     * which begin parameters of a segment (RFC 3986, section 3.3) and are not used here; and segments of one or two dots, encoded or not,
     * which would lead to another resource.
     *
     * @param received as received, one char per byte; must pass {@link #isEscaped}
     */
    public static boolean isPlainPath(String received) {
        boolean plain = true;
        for (int i = 0; i < received.length(); i++) {
            char c = received.charAt(i);
            if (c == ';' || c > 0x7E) {
                return false;
            }
            plain &= c != '.' && c != '%';
        }
        return plain || !DOT_SEGMENT.matcher(received).find() && isUtf8(received);
    }

    private static boolean isUtf8(String received) {
        var bytes = new ByteArrayOutputStream(received.length());
        for (int i = 0; i < received.length(); i++) {
            if (received.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(received, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(received.charAt(i));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Percent-encodes all characters that are not allowed in the path of a URI or in a header. Existing escapes are not changed.
     *
     * @param received as received, one char per byte
     */
    public static String escapePath(String received) {
        return escape(received, OF_PATH);
    }

    /** Like {@link #escapePath}, for a part of a query string, which may contain square brackets (WHATWG URL, section 1.3). */
    public static String escapeQuery(String received) {
        return escape(received, OF_QUERY);
    }

    private static String escape(String received, String punctuation) {
        var escaped = new StringBuilder(received.length());
        for (int i = 0; i < received.length(); i++) {
            char c = received.charAt(i);
            if (c < 0x7F && (Character.isLetterOrDigit(c) || punctuation.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHighHexDigit(c)).append(HEX.toLowHexDigit(c));
            }
        }
        return escaped.toString();
    }
}
