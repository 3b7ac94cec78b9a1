package dev.billing.customers.url;

import io.netty.util.NetUtil;

/** Checks the host of a request, as in the Host header (RFC 9110, section 7.2): a name or address, and an optional port. */
public final class Hosts {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final String SIGNS_OF_NAMES = "-._~";

    private Hosts() {}

    /** Whether the host is valid in a URL. */
    public static boolean isReadable(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : endOfName(host);
        return end > 0
                && (host.charAt(0) != '[' || NetUtil.isValidIpV6Address(host.substring(1, end - 1)) && !isScoped(host))
                && (end == host.length() || host.charAt(end) == ':' && isPort(host.substring(end + 1)));
    }

    private static int endOfName(String host) {
        int end = 0;
        while (end < host.length() && isOfName(host.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SIGNS_OF_NAMES.indexOf(c) >= 0;
    }

    /** An address with the name of a network interface is not valid in a URL. */
    private static boolean isScoped(String host) {
        return host.indexOf('%') >= 0;
    }

    private static boolean isPort(String port) {
        if (port.length() > MAX_PORT_DIGITS || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return port.isEmpty() || Integer.parseInt(port) > 0 && Integer.parseInt(port) <= MAX_PORT;
    }
}
