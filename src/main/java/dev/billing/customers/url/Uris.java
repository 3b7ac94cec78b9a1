package dev.billing.customers.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The characters of a URI (RFC 3986). */
public final class Uris {

    private static final String OF_PATH = "-._~!$'()*+=:@/%";
    private static final String OF_QUERY = OF_PATH + "?[]";
    private static final Pattern DOT_SEGMENT = Pattern.compile("(^|/)(\\.|%2[Ee]){1,2}(/|$)");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Uris() {}

    /** Whether every percent sign begins an escape: two hexadecimal digits follow it. */
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
     * Whether a path is text of UTF-8 in which every character stands for itself: octets outside of ASCII have to be percent-encoded,
     * a raw semicolon would begin parameters of a segment (RFC 3986, section 3.3), which no path here has, and a segment of one or two
     * dots, encoded or not, would lead to another resource than the one that is named.
     *
     * @param received as received, one char per byte, every percent sign beginning an escape
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
     * Percent-encodes what must not stand in the path of a URI or in a header, whatever the caller's HTTP client let through, and leaves
     * alone what is encoded already.
     *
     * @param received as received, one char per byte
     */
    public static String escapePath(String received) {
        return escape(received, OF_PATH);
    }

    /** The same for a part of a query string, in which square brackets may stand (WHATWG URL, section 1.3). */
    public static String escapeQuery(String received) {
        return escape(received, OF_QUERY);
    }

    private static String escape(String received, String punctuation) {
        var escaped = new StringBuilder(received.length());
        for (char c : received.toCharArray()) {
            if (c < 0x7F && (Character.isLetterOrDigit(c) || punctuation.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHighHexDigit(c)).append(HEX.toLowHexDigit(c));
            }
        }
        return escaped.toString();
    }
}
