package dev.billing.customers.query;

import java.util.HexFormat;

/** The characters of a URI (RFC 3986). */
public final class Uris {

    private static final String PUNCTUATION = "-._~!$'()*+,;=:@/?%[]";
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
