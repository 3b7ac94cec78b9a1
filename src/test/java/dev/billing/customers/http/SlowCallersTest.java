package dev.billing.customers.http;

import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.billing.customers.error.Failures;
import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who send slowly, or nothing: their connections end, on both ports. */
@ServiceTest
@TestProfile(SlowCallersTest.Impatient.class)
class SlowCallersTest {

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "customers.http.head-timeout", "500MS",
                    "customers.http.body-timeout", "1S",
                    "customers.http.idle-timeout", "2S",
                    "customers.http.max-connections", "50");
        }
    }

    private static final int DRIP_MILLIS = 100;

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_head_that_does_not_arrive_in_time_is_answered_408_and_the_connection_ends(boolean management)
            throws Exception {
        assertTimedOut(
                () -> drip(port(management), "GET /customers HTTP/1.1\r\nHost: localhost\r\n", "a: b\r\n"),
                () -> drip(port(management), "G", "E"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_body_that_does_not_arrive_in_time_is_answered_408_and_the_connection_ends(boolean management)
            throws Exception {
        assertTimedOut(
                () -> drip(port(management), post("Content-Length: 100000") + "{", " "),
                () -> drip(port(management), post("Transfer-Encoding: chunked") + "1\r\n{\r\n", "1\r\n \r\n"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_silent_connection_ends_without_an_answer(boolean management) throws Exception {
        assertThat(drip(port(management), "", "")).isEmpty();
    }

    @Test
    void a_body_that_goes_on_behind_its_answer_gets_no_second_answer() throws Exception {
        var answers = drip(
                RestAssured.port,
                "POST /customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{",
                " ");

        assertThat(answers).startsWith("HTTP/1.1 401 ").containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void a_connection_that_is_used_now_and_then_stays_open_and_ends_when_it_is_not_any_more() throws Exception {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            for (int i = 0; i < 4; i++) {
                socket.getOutputStream().write(request("GET /customers", "").getBytes(StandardCharsets.US_ASCII));
                assertThat(readOneAnswer(socket)).startsWith("HTTP/1.1 200");
            }
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_caller_that_does_not_read_its_answers_is_not_waited_for() throws Exception {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("localhost", RestAssured.port));
            var requests = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .repeat(90)
                    .getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(requests);

            // Its end is seen by what is sent to it; all that time nothing of the answers is read.
            assertThrows(SocketException.class, () -> {
                while (true) {
                    socket.getOutputStream().write("GET ".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                }
            });
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        var answers = RawHttp.exchange(
                RestAssured.port,
                (request("GET /customers", "")
                                + request("GET /customers/0", "")
                                + request("GET /nowhere", "Connection: close"))
                        .replace("\r\n", "\n"));

        assertThat(RawHttp.statuses(answers)).containsExactly(200, 404, 404);
    }

    @Test
    void an_offer_to_upgrade_to_http_2_is_answered_by_http_1() throws Exception {
        var body = "{\"name\": \"Acme\", \"notes\": \"" + "x".repeat(9000) + "\"" + " ".repeat(90_000) + "}";

        var answer = RawHttp.exchange(
                RestAssured.port,
                (request(
                                        "POST /customers",
                                        "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                                                + "HTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Type: application/json\r\nContent-Length: "
                                                + body.length())
                                + body)
                        .replace("\r\n", "\n"));

        assertThat(answer).startsWith("HTTP/1.1 201 ").contains("\"name\":\"Acme\"");
    }

    @Test
    void http_2_with_prior_knowledge_works_and_its_idle_connections_end() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setKeepAliveTimeout(0)
                    .setHttp2KeepAliveTimeout(60));
            var closed = new CompletableFuture<Void>();
            var response = client.request(HttpMethod.GET, RestAssured.port, "localhost", "/customers")
                    .compose(request -> {
                        // Other frames than those of a request do not keep it open.
                        var connection = request.connection();
                        connection.closeHandler(closed::complete);
                        vertx.setPeriodic(DRIP_MILLIS, again -> connection.ping(Buffer.buffer(new byte[8])));
                        return request.putHeader("Authorization", "Bearer " + tenant.key())
                                .send();
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(200);
            closed.get(30, TimeUnit.SECONDS);
        } finally {
            vertx.close();
        }
    }

    @Test
    void a_stream_of_events_over_http_2_stays_open_for_longer_than_a_response_may_wait_for_its_client()
            throws Exception {
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            var closed = new CompletableFuture<Void>();
            var events = new AtomicInteger();
            client.request(HttpMethod.GET, RestAssured.port, "localhost", "/events/stream")
                    .compose(request -> {
                        request.connection().closeHandler(closed::complete);
                        return request.putHeader("Authorization", "Bearer " + tenant.key())
                                .send();
                    })
                    .onSuccess(response -> response.handler(bytes -> events.incrementAndGet()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            for (int n = 0; n < 8; n++) {
                tenant.customer("Acme");
                assertThrows(TimeoutException.class, () -> closed.get(500, TimeUnit.MILLISECONDS));
            }
            await().until(() -> events.get() > 8);
        } finally {
            vertx.close();
        }
    }

    @Test
    void more_connections_than_allowed_are_closed_at_once_and_those_there_are_go_on() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            int refused = 0;
            for (int i = 0; i < 60; i++) {
                var socket = new Socket("localhost", RestAssured.port);
                socket.setSoTimeout(300);
                sockets.add(socket);
            }
            for (var socket : sockets) {
                refused += isClosed(socket) ? 1 : 0;
            }
            assertThat(refused).isGreaterThanOrEqualTo(10);
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        await().ignoreExceptionsMatching(
                        stillFull -> Failures.find(stillFull, IOException.class).isPresent())
                .until(() -> tenant.request().get("/customers").statusCode() == 200);
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** All that comes back until the connection ends, while these bytes are sent again and again. */
    private static String drip(int port, String first, String again) throws Exception {
        var answer = new StringBuilder();
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(DRIP_MILLIS);
            socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                try {
                    int read = socket.getInputStream().read();
                    if (read < 0) {
                        return answer.toString();
                    }
                    answer.append((char) read);
                } catch (SocketTimeoutException nothingYet) {
                    socket.getOutputStream().write(again.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (SocketException reset) {
            // It was closed while more was being sent.
            return answer.toString();
        }
    }

    private static String readOneAnswer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("]}")) {
            answer.append((char) socket.getInputStream().read());
        }
        return answer.toString();
    }

    private static void assertTimedOut(Callable<String> one, Callable<String> other) throws Exception {
        assertThat(atOnce(List.of(one, other))).allSatisfy(answer -> assertThat(answer)
                .startsWith("HTTP/1.1 408 ")
                .containsOnlyOnce("HTTP/1.1")
                .containsIgnoringCase("Content-Type: application/json\r\n")
                .containsIgnoringCase("Connection: close\r\n")
                .containsPattern("(?i)X-Request-Id: \\S+")
                .endsWith("{\"type\":\"invalid_request\",\"message\":\"The request did not arrive in time.\"}"));
    }

    private String post(String length) {
        return request("POST /customers", "Content-Type: application/json\r\n" + length);
    }

    private String request(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + tenant.authorization() + "\r\n"
                + (headers.isEmpty() ? "" : headers + "\r\n") + "\r\n";
    }

    private static int port(boolean management) {
        return management ? Tenant.managementPort() : RestAssured.port;
    }
}
