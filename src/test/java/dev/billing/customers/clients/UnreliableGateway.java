package dev.billing.customers.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the service, and forwards every request for which it has no fault. */
final class UnreliableGateway implements AutoCloseable {

    /** The service does its work, and the connection is closed before the client has the answer. */
    static final int ANSWER_LOST = -1;

    /** The service does its work, and the client waits for the answer in vain. */
    static final int NO_ANSWER = -2;

    /** The service does its work, and the connection is closed in the middle of the answer. */
    static final int ANSWER_CUT = -3;

    private static final List<String> FORWARDED =
            List.of("Authorization", "Content-Type", "Idempotency-Key", "Prefer", "X-Request-Id");
    private static final List<String> RETURNED = List.of("Content-Type", "Link", "X-Request-Id");

    private final String service;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Integer> faults = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /** A request of the client. */
    record Received(String method, String key) {}

    UnreliableGateway(String service) throws IOException {
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The next requests get this status, or one of the faults above. */
    void fail(int fault, int times) {
        faults.addAll(Collections.nCopies(times, fault));
    }

    List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        received.add(new Received(exchange.getRequestMethod(), headers.getFirst("Idempotency-Key")));
        var fault = faults.poll();
        if (fault == null) {
            answer(exchange, forward(exchange));
        } else if (fault == ANSWER_LOST) {
            forward(exchange);
            exchange.close();
        } else if (fault == NO_ANSWER) {
            forward(exchange);
        } else if (fault == ANSWER_CUT) {
            cut(exchange, forward(exchange));
        } else {
            refuse(exchange, fault);
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var request = HttpRequest.newBuilder(URI.create(service + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (var name : FORWARDED) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** Links lead through the gateway, as they do where the service knows its public URL. */
    private void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        for (var name : RETURNED) {
            answer.headers()
                    .firstValue(name)
                    .map(value -> value.replace(service, url().toString()))
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void cut(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        send(exchange, status, "<h1>No</h1>".getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
