package dev.billing.customers.url;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The characters of a URI (RFC 3986). */
public final class Uris {

    private static final String PUNCTUATION = "-._~!$'()*+=:@/?%[]";
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
     * and a raw semicolon would begin parameters of a segment (RFC 3986, section 3.3), which no path here has.
     *
     * @param received as received, one char per byte, every percent sign beginning an escape
     */
    public static boolean isPlainPath(String received) {
        if (received.indexOf(';') >= 0 || received.chars().anyMatch(c -> c > 0x7E)) {
            return false;
        }
        if (received.indexOf('%') < 0) {
            return true;
        }
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
     * Percent-encodes what must not stand in a URI or in a header, whatever the caller's HTTP client let through, and leaves
     * alone what is encoded already.
     *
     * @param received as received, one char per byte
     */
    public static String escape(String received) {
        var escaped = new StringBuilder(received.length());
        for (char c : received.toCharArray()) {
            if (c < 0x7F && (Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHighHexDigit(c)).append(HEX.toLowHexDigit(c));
            }
        }
        return escaped.toString();
    }
}
