package dev.billing.customers.support;

import static dev.billing.customers.support.Eventually.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real PgBouncer between the service and the tests' database, with the parameters of {@code k8s/overlays/postgres-ha/pooler.yaml}.
 * The migration does not go through it.
 */
public class PgBouncer implements QuarkusTestResourceLifecycleManager {

    private static final Path POOLER = Path.of("k8s/overlays/postgres-ha/pooler.yaml");
    private static final Pattern VERSION = Pattern.compile("PgBouncer 1\\.([0-9]+)");
    private static final int FIRST_WITH_PREPARED_STATEMENTS = 21;

    private Process process;

    /** Whether the machine has a version that keeps prepared statements in transaction mode: 1.21 or later. */
    public static boolean isInstalled() {
        try {
            var version = new ProcessBuilder("pgbouncer", "--version").start();
            var text = new String(version.getInputStream().readAllBytes());
            var minor = VERSION.matcher(text);
            return minor.find() && Integer.parseInt(minor.group(1)) >= FIRST_WITH_PREPARED_STATEMENTS;
        } catch (IOException absent) {
            return false;
        }
    }

    @Override
    public Map<String, String> start() {
        var database = TestDatabase.server();
        int port = Ports.free();
        try {
            var directory = Files.createTempDirectory("pgbouncer");
            directory.toFile().setExecutable(true, false);
            directory.toFile().setReadable(true, false);
            var users = Files.writeString(
                    directory.resolve("users"), "\"" + database.username() + "\" \"" + database.password() + "\"\n");
            var settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    %s = host=%s port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    pool_mode = transaction
                    %s
                    """.formatted(
                            database.database(), database.host(), database.port(), port, users, parameters()));
            var command = new ArrayList<>(List.of("pgbouncer", "--quiet"));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("--user", "nobody")); // It does not run as root.
            }
            command.add(settings.toString());
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().until(() -> isListening(port));
        var direct = database.url(database.host(), database.port(), database.database());
        var service = new HashMap<>(TestDatabase.settings(database.url("127.0.0.1", port, database.database())));
        service.put("quarkus.datasource.jdbc.url", "jdbc:" + direct);
        return service;
    }

    @Override
    public void stop() {
        if (process != null) {
            process.destroy();
        }
    }

    /** The parameters of the manifest, as lines of PgBouncer's configuration file. */
    private static String parameters() throws IOException {
        var lines = Files.readAllLines(POOLER);
        return lines.subList(lines.indexOf("    parameters:") + 1, lines.size()).stream()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst(": *", " = ").replace("\"", ""))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
