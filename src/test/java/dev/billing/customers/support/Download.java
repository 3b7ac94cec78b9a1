package dev.billing.customers.support;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A response in chunks that is read slowly, or to its end, down to its trailers (RFC 9112, section 7.1). */
public final class Download implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String head;

    private Download(String request) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        in = socket.getInputStream();
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        var read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            read.write(next);
        }
        head = read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Requests this target, and reads the head of the response. */
    public static Download of(Tenant tenant, String target, String... headers) throws IOException {
        return new Download("GET " + target + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                + tenant.authorization() + "\n" + String.join("\n", headers) + "\n\n");
    }

    /** The status line and the headers. */
    public String head() {
        return head;
    }

    /** Reads the rest. */
    public Body body() throws IOException {
        var body = new ByteArrayOutputStream();
        try {
            while (true) {
                var size = line();
                if (size.isEmpty()) {
                    return new Body(body.toByteArray(), false, "");
                }
                int length = Integer.parseInt(size, 16);
                if (length == 0) {
                    var trailers = new StringBuilder();
                    for (var trailer = line(); !trailer.isEmpty(); trailer = line()) {
                        trailers.append(trailer).append('\n');
                    }
                    return new Body(body.toByteArray(), true, trailers.toString());
                }
                body.write(in.readNBytes(length));
                line();
            }
        } catch (SocketException reset) {
            return new Body(body.toByteArray(), false, "");
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * What came behind the head.
     *
     * @param isComplete whether the last chunk came
     * @param trailers one on each line
     */
    public record Body(byte[] bytes, boolean isComplete, String trailers) {

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
