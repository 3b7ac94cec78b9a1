package dev.billing.customers.url;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/** The host of a request, as in the Host header (RFC 9110, section 7.2): a name or address, and perhaps a port. */
public final class Hosts {

    private static final Pattern HOST =
            Pattern.compile("(?:([A-Za-z0-9._~-]+)|\\[([0-9A-Fa-f:.]+)])(?::([0-9]{0,5}))?");
    private static final int MAX_PORT = 65_535;

    private Hosts() {}

    /** Whether a URL can be made with it. */
    public static boolean isReadable(String host) {
        var parts = HOST.matcher(host);
        return parts.matches()
                && (parts.group(2) == null || NetUtil.isValidIpV6Address(parts.group(2)))
                && (parts.group(3) == null || isPort(parts.group(3)));
    }

    private static boolean isPort(String port) {
        return port.isEmpty() || Integer.parseInt(port) > 0 && Integer.parseInt(port) <= MAX_PORT;
    }
}
