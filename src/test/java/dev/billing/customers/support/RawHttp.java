package dev.billing.customers.support;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Sends bytes that no HTTP client would send, and reads all that comes back until the connection is closed. */
public final class RawHttp {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");
    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /** The answer, head and body, to a request of these ISO 8859-1 characters; {@code \n} is sent as CR LF. */
    public static String exchange(int port, String request) throws IOException {
        return exchange(port, request, false);
    }

    /** The same, with our side of the connection closed behind the request: nothing more can come. */
    public static String exchangeAndClose(int port, String request) throws IOException {
        return exchange(port, request, true);
    }

    /** A GET of this target as it is written here, with these lines as headers. */
    public static String get(int port, String target, String headers) throws IOException {
        return exchange(port, "GET " + target + " HTTP/1.1\nHost: localhost\nConnection: close\n" + headers + "\n");
    }

    /** The statuses of the answers of one connection, in order. */
    public static List<Integer> statuses(String answers) {
        return STATUS.matcher(answers)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private static String exchange(int port, String request, boolean close) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (close) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
