package dev.billing.customers.webhook;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are those of hosts on the Internet: all that are not reserved for something else (IANA's registries of special-purpose
 * addresses, RFC 6890). What is sent to others could reach services inside of the network that trust whoever is there.
 */
final class PublicAddresses {

    private static final List<String> RESERVED = List.of(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by a carrier
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the metadata of cloud machines
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays from 6 to 4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/3"); // multicast, reserved, broadcast

    /** Of IPv6, only this part is assigned to hosts. */
    private static final String GLOBAL = "2000::/3";

    private static final List<String> RESERVED_GLOBAL = List.of(
            "2001::/23", // protocol assignments, among them tunnels to IPv4 addresses
            "2001:db8::/32", // documentation
            "2002::/16", // tunnels to IPv4 addresses
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    /** Whether something may be sent to an address. */
    static boolean contain(InetAddress address) {
        return address instanceof Inet4Address
                ? none(RESERVED.stream(), address)
                : matches(GLOBAL, address) && none(RESERVED_GLOBAL.stream(), address);
    }

    private static boolean none(Stream<String> ranges, InetAddress address) {
        return ranges.noneMatch(range -> matches(range, address));
    }

    private static boolean matches(String range, InetAddress address) {
        int slash = range.indexOf('/');
        var first = NetUtil.createByteArrayFromIpAddressString(range.substring(0, slash));
        var bytes = address.getAddress();
        int rest = bytes.length * Byte.SIZE - Integer.parseInt(range.substring(slash + 1));
        return first.length == bytes.length
                && new BigInteger(1, first).shiftRight(rest).equals(new BigInteger(1, bytes).shiftRight(rest));
    }
}
