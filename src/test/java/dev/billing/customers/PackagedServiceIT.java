package dev.billing.customers;

import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.support.Ports;
import dev.billing.customers.support.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package as an operator runs it: on its own, without dev mode's surroundings. */
class PackagedServiceIT {

    private static final Path PACKAGE = Path.of("target/quarkus-app").toAbsolutePath();

    /** 128 and the signal's number, as shells count: the process ended in order because it was asked to. */
    private static final int SIGTERM_EXIT = 143;

    @TempDir
    Path directory;

    @Test
    void nothing_of_the_embedded_database_and_of_the_sample_data_is_in_it() throws Exception {
        try (var files = Files.walk(PACKAGE)) {
            var entries = files.filter(file -> file.toString().endsWith(".jar"))
                    .flatMap(PackagedServiceIT::entries)
                    .toList();
            assertThat(entries).anyMatch(entry -> entry.endsWith("db/migration/V1__customers_and_contacts.sql"));
            assertThat(entries)
                    .noneMatch(entry -> entry.contains("customers/sandbox/"))
                    .noneMatch(entry -> entry.contains("db/sample"))
                    .noneMatch(entry -> entry.contains("zonky"))
                    .noneMatch(entry -> entry.endsWith("META-INF/services/dev.billing.customers.Surroundings"));
        }
    }

    @Test
    void without_a_database_setting_it_refuses_to_start_and_says_which_one_is_missing() throws Exception {
        var service = start(Map.of());

        assertThat(exitOf(service)).isNotZero();
        assertThat(service.output()).contains("customers.database.url is required");
    }

    @Test
    void a_setting_that_cannot_be_right_is_named_too() throws Exception {
        var service = start(Map.of(
                "CUSTOMERS_DATABASE_URL", "jdbc:mysql://localhost",
                "CUSTOMERS_DATABASE_POOL_WAIT", "soon",
                "CUSTOMERS_HTTP_PUBLIC_URL", "api.example.com",
                "CUSTOMERS_OPERATOR_TOKEN", "short"));

        assertThat(exitOf(service)).isNotZero();
        assertThat(service.output()).contains("customers.database.pool-wait");

        var readable = start(Map.of(
                "CUSTOMERS_DATABASE_URL", "jdbc:mysql://localhost",
                "CUSTOMERS_DATABASE_POOL_SIZE", "0",
                "CUSTOMERS_HTTP_PUBLIC_URL", "api.example.com",
                "CUSTOMERS_OPERATOR_TOKEN", "short"));

        assertThat(exitOf(readable)).isNotZero();
        assertThat(readable.output())
                .contains("customers.database.url", "customers.database.pool-size")
                .contains("customers.http.public-url", "customers.operator.token");
    }

    @Test
    void an_operator_sets_it_up_through_the_management_port_and_customers_work() throws Exception {
        int port = Ports.free();
        int management = Ports.free();
        var settings = settings(port, management, TestDatabase.databaseOfItsOwn("packaged"));
        settings.put("CUSTOMERS_OPERATOR_TOKEN", "a-token-of-this-test");
        var service = start(settings);
        try {
            service.awaitOutput("Listening on");
            var operator = "http://localhost:" + management + "/operator/businesses";
            var customers = "http://localhost:" + port + "/customers";
            var business = post(operator, "a-token-of-this-test", "{\"name\":\"Acme\"}");
            var id = business.replaceAll("(?s).*\"id\":([0-9]+).*", "$1");
            var created = post(
                    operator + "/" + id + "/api_keys",
                    "a-token-of-this-test",
                    "{\"name\":\"first\",\"permissions\":[\"read\",\"write\"]}");
            var key = created.replaceAll("(?s).*\"key\":\"([^\"]+)\".*", "$1");

            assertThat(post(customers, key, "{\"name\":\"Acme\"}")).contains("\"number\":\"CUST-0001\"");
            assertThat(send(request(customers, key))).contains("\"number\":\"CUST-0001\"");
            assertThat(send(request(customers, "acme-dev-key"))).contains("Authenticate with an API key");
            assertThat(requestLine(service, "POST").toString())
                    .contains("\"route\":\"/customers\"", "\"business\":" + id, "\"status\":201")
                    .contains("\"requestId\":\"")
                    .containsPattern("\"duration_ms\":[0-9.]+");
            assertThat(service.output()).doesNotContain(key).doesNotContain("\"Acme\"");

            service.process().destroy();
            var ready = "http://localhost:" + management + "/q/health/ready";
            awaitStatus(ready, 503);
            var late = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request(customers, key), BodyHandlers.ofString());
            assertThat(late.statusCode()).isEqualTo(200);
            assertThat(late.headers().firstValue("connection")).hasValue("close");
        } finally {
            service.process().destroy();
        }
        assertThat(exitOf(service)).isEqualTo(SIGTERM_EXIT);
        assertThat(service.output()).contains("stopped in").doesNotContain("ERROR");
    }

    @Test
    void it_warms_up_before_it_is_ready_and_can_be_stopped_meanwhile() throws Exception {
        int management = Ports.free();
        var settings = settings(Ports.free(), management, TestDatabase.databaseOfItsOwn("warm"));
        settings.put("CUSTOMERS_SHUTDOWN_DELAY", "0S");
        settings.put("CUSTOMERS_WARM_UP", "2S");
        var service = start(settings);
        try {
            service.awaitOutput("Listening on");
            awaitStatus("http://localhost:" + management + "/q/health/ready", 200);
            assertThat(service.output())
                    .containsPattern("Warmed up: [1-9][0-9]* requests in [0-9.]+ s\"")
                    .doesNotContain("customers.access");
        } finally {
            service.process().destroy();
        }
        assertThat(exitOf(service)).isEqualTo(SIGTERM_EXIT);

        settings.put("CUSTOMERS_WARM_UP", "1H");
        var warming = start(settings);
        warming.awaitOutput("Listening on");
        var probe = HttpRequest.newBuilder(URI.create("http://localhost:" + management + "/q/health/ready"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(probe, BodyHandlers.ofString())
                        .body())
                .contains("warming up");
        warming.process().destroy();
        assertThat(exitOf(warming)).isEqualTo(SIGTERM_EXIT);
    }

    @Test
    void it_can_be_asked_to_migrate_and_end_and_to_start_only_on_a_migrated_database() throws Exception {
        var withoutMigration = settings(Ports.free(), Ports.free(), TestDatabase.databaseOfItsOwn("migrated"));
        withoutMigration.put("CUSTOMERS_DATABASE_MIGRATE", "false");
        withoutMigration.put("CUSTOMERS_SHUTDOWN_DELAY", "0S");

        assertThat(exitOf(start(withoutMigration))).isNotZero();

        var migration = start(withoutMigration, "migrate");
        assertThat(exitOf(migration)).isZero();
        assertThat(migration.output()).doesNotContain("Listening on");

        var service = start(withoutMigration);
        service.awaitOutput("Listening on");
        service.process().destroy();
        assertThat(exitOf(service)).isEqualTo(SIGTERM_EXIT);
    }

    @Test
    void without_its_database_it_says_what_it_waits_for_and_begins_when_the_database_is_there() throws Exception {
        int port = Ports.free();
        int management = Ports.free();
        int databasePort = Ports.free();
        var url = TestDatabase.databaseOfItsOwn("awaited").replaceFirst(":[0-9]+/", ":" + databasePort + "/");
        var settings = settings(port, management, url);
        settings.put("CUSTOMERS_SHUTDOWN_DELAY", "0S");
        var service = start(settings);
        try {
            var health = "http://localhost:" + management + "/q/health/";
            service.awaitOutput("Listening on");
            for (var probe : List.of("started", "ready")) {
                var probed = HttpRequest.newBuilder(URI.create(health + probe)).build();
                var answer = HttpClient.newHttpClient().send(probed, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("the database is away: ");
            }
            awaitStatus(health + "live", 200);
            assertThat(send(request("http://localhost:" + port + "/customers", "ck_" + "A".repeat(43))))
                    .contains("The service is starting and has no database yet.");

            try (var server = new ServerSocket(databasePort, 50, InetAddress.getByName("localhost"))) {
                forward(server);
                awaitStatus(health + "ready", 200);
                awaitStatus(health + "started", 200);
                assertThat(send(request("http://localhost:" + port + "/customers", "ck_" + "A".repeat(43))))
                        .contains("Authenticate with an API key");
            }
        } finally {
            service.process().destroy();
        }
    }

    @Test
    void a_login_that_the_database_refuses_ends_the_start_with_one_line() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
            daemon(() -> {
                while (true) {
                    try (var client = server.accept()) {
                        client.getInputStream().read(new byte[1024]);
                        client.getOutputStream().write(refusal());
                        client.getInputStream().read();
                    }
                }
            });
            var url = "postgresql://localhost:" + server.getLocalPort() + "/customers?sslmode=disable";
            var settings = settings(Ports.free(), Ports.free(), url);
            settings.remove("CUSTOMERS_DATABASE_USERNAME");
            var service = start(settings);

            assertThat(exitOf(service)).isEqualTo(1);
            assertThat(service.output().lines().filter(line -> !line.contains("stopped in")))
                    .singleElement()
                    .asString()
                    .contains("The database refuses the login of 'customers'", "password authentication failed");
        }
    }

    @Test
    void callers_that_keep_coming_are_answered_until_no_connection_is_accepted_any_more() throws Exception {
        int port = Ports.free();
        var settings = settings(port, Ports.free(), TestDatabase.databaseOfItsOwn("leaving"));
        settings.put("CUSTOMERS_SHUTDOWN_DELAY", "1S");
        var service = start(settings);
        service.awaitOutput("Listening on");
        var answers = new ConcurrentLinkedQueue<String>();
        var callers = IntStream.range(0, 8)
                .mapToObj(caller -> daemon(() -> {
                    while (true) {
                        try (var socket = new Socket("localhost", port)) {
                            socket.getOutputStream()
                                    .write("GET /customers HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII));
                            var line = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
                            answers.add(String.valueOf(line));
                        } catch (ConnectException refused) {
                            return;
                        } catch (IOException cut) {
                            answers.add(cut.toString());
                        }
                    }
                }))
                .toList();
        await().until(() -> answers.size() >= 100);

        service.process().destroy();

        for (var caller : callers) {
            caller.join();
        }
        // Linux resets what arrives between the last accept and the close of a port, which no program can prevent.
        var cut = answers.stream()
                .filter(line -> !line.equals("HTTP/1.1 401 Unauthorized"))
                .toList();
        assertThat(cut).hasSizeLessThanOrEqualTo(callers.size()).allMatch(line -> line.contains("Connection reset"));
        assertThat(exitOf(service)).isEqualTo(SIGTERM_EXIT);
    }

    /** PostgreSQL's answer to a wrong password: an ErrorResponse of severity, SQLSTATE and message. */
    private static byte[] refusal() {
        var fields = "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"customers\"\0\0"
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(fields.length + 5)
                .put((byte) 'E')
                .putInt(fields.length + 4)
                .put(fields)
                .array();
    }

    private interface Work {

        void run() throws Exception;
    }

    private static Thread daemon(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception over) {
                        // What it worked for is closed.
                        return;
                    }
                },
                "packaged-service-it");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Connects each caller of the server with the tests' database. */
    private static void forward(ServerSocket server) {
        daemon(() -> {
            while (true) {
                var client = server.accept();
                var database = TestDatabase.connectRaw();
                daemon(() -> client.getInputStream().transferTo(database.getOutputStream()));
                daemon(() -> database.getInputStream().transferTo(client.getOutputStream()));
            }
        });
    }

    private static int exitOf(Service service) throws Exception {
        assertThat(service.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return service.process().exitValue();
    }

    private static void awaitStatus(String url, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        await().until(() -> HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == status);
    }

    private static JsonNode requestLine(Service service, String method) throws IOException {
        var json = new ObjectMapper();
        return service.output()
                .lines()
                .filter(line -> line.contains("customers.access") && line.contains(method))
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .findFirst()
                .orElseThrow();
    }

    private record Service(Process process, Path log) {

        String output() throws IOException {
            return Files.readString(log);
        }

        void awaitOutput(String text) throws Exception {
            await().failFast(() -> assertThat(process.isAlive()).as(output()).isTrue())
                    .until(() -> output().contains(text));
        }
    }

    /** The environment of a service on these ports and this database; a test puts in what else it needs. */
    private static Map<String, String> settings(int port, int management, String database) {
        return new HashMap<>(Map.of(
                "CUSTOMERS_DATABASE_URL",
                database,
                "CUSTOMERS_DATABASE_USERNAME",
                TestDatabase.server().username(),
                "CUSTOMERS_DATABASE_PASSWORD",
                TestDatabase.server().password(),
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(management),
                "CUSTOMERS_WARM_UP",
                "0S"));
    }

    private Service start(Map<String, String> environment, String... arguments) throws IOException {
        var log = directory.resolve("log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                PACKAGE.resolve("quarkus-run.jar").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CUSTOMERS_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment);
        return new Service(builder.start(), log);
    }

    private static Stream<String> entries(Path jar) {
        var entries = new ArrayList<String>(List.of(jar.getFileName().toString()));
        try (var file = new JarFile(jar.toFile())) {
            file.stream().forEach(entry -> entries.add(jar.getFileName() + ":" + entry.getName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries.stream();
    }

    private static String post(String url, String token, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpRequest request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static String send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
