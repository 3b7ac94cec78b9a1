package dev.billing.customers.warmup;

import dev.billing.customers.http.OwnRequests;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the instance to itself. Vert.x' client would share the server's code and metrics: its calls would be compiled into that
 * code and counted, and it would need as much time as the server.
 */
final class Connection implements Closeable {

    private static final int TIMEOUT_MILLIS = 5000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "content-length:";
    private static final String LINK = "link:";
    private static final Pattern NEXT = Pattern.compile("<[^>]*(\\?[^>]*)>; rel=\"next\"");

    private final Socket socket = new Socket();
    private final OwnRequests requests;
    private final InputStream in;
    private @Nullable String link;

    Connection(int port, OwnRequests requests) throws IOException {
        this.requests = requests;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        requests.add(socket);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The link to the next page in the last response. */
    @Nullable
    String link() {
        return link;
    }

    /** Sends a request, reads the response to its end and returns the status. */
    int send(Steps.Request request) throws IOException {
        var text = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.path())
                .append(" HTTP/1.1\r\nHost: localhost\r\nUser-Agent: warm-up\r\nAccept: */*\r\n")
                // Not to be traced
                .append("traceparent: 00-00000000000000000000000000000001-0000000000000001-00\r\n");
        var body = request.body();
        if (body != null) {
            text.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        text.append("\r\n").append(body == null ? "" : body);
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));

        int status = Integer.parseInt(line().substring(STATUS_AT, STATUS_AT + 3));
        long length = 0;
        link = null;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(header.substring(LENGTH.length()).strip());
            } else if (header.regionMatches(true, 0, LINK, 0, LINK.length())) {
                var next = NEXT.matcher(header);
                link = next.find() ? "/customers" + next.group(1) : null;
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("The connection was closed");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        requests.remove(socket);
        socket.close();
    }
}
