package dev.billing.customers.webhook;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An endpoint that keeps what it gets, and answers as a test wants it. */
final class Receiver implements AutoCloseable {

    /** The status of a response that never comes. */
    static final int NEVER = 0;

    final List<Message> messages = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Decides on the status. */
    volatile Function<Message, Integer> answer = message -> 204;

    /** One request. */
    record Message(Map<String, List<String>> headers, String body) {

        String id() {
            return headers.get("webhook-id").get(0);
        }

        long event() {
            return JsonPath.from(body).getLong("data.id");
        }

        String type() {
            return JsonPath.from(body).getString("type");
        }

        long customer() {
            return JsonPath.from(body).getLong("data.customer");
        }

        /** Whether the message is signed with a secret, as the library for receivers says. */
        boolean isSignedWith(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (Exception e) {
                return false;
            }
        }
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hook";
    }

    List<Long> events() {
        return messages.stream().map(Message::event).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        var message =
                new Message(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        int status = answer.apply(message);
        messages.add(message);
        if (status == NEVER) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/other");
            }
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
