package dev.billing.customers.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An embedded PostgreSQL server that needs only this JVM, and also runs as root. It stops with the JVM.
 *
 * @param port on localhost
 */
public record EmbeddedDatabase(int port) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Positions of the lines in postmaster.pid, from 0. */
    private static final int PID_LINE = 0;

    private static final int PORT_LINE = 3;

    /** Starts a new, empty server on a free port, with its data in a temporary folder and without durability. */
    public static EmbeddedDatabase temporary() {
        return new EmbeddedDatabase(start(builder().setServerConfig("max_connections", "200")));
    }

    /**
     * Starts a server that keeps its data in a folder. If a server still runs on the folder because its JVM was killed, that one is used.
     *
     * @param port to listen on, or 0 for any free one
     */
    static EmbeddedDatabase kept(Path directory, int port) {
        var running = running(directory);
        if (running.isPresent()) {
            running.get().stopWithThisJvm();
            return new EmbeddedDatabase(running.get().port());
        }
        return new EmbeddedDatabase(start(builder()
                .setDataDirectory(directory.toFile())
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPort(port)));
    }

    /** Stops the server that may be running on a folder, and deletes the data. A folder without PostgreSQL data is left alone. */
    static void wipe(Path directory) {
        running(directory).ifPresent(Server::stop);
        if (Files.exists(directory.resolve("PG_VERSION"))) {
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + directory, e);
            }
        }
    }

    /** The value of {@code customers.database.url}. */
    public String url() {
        return "postgresql://localhost:" + port + "/postgres";
    }

    /** The value of {@code customers.database.username}; no password is needed. */
    public String username() {
        return "postgres";
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setLocaleConfig("locale", "C").setPGStartupWait(PATIENCE);
    }

    @SuppressWarnings("resource") // It closes itself when the JVM ends.
    private static int start(EmbeddedPostgres.Builder builder) {
        try {
            return builder.start().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }

    private record Server(ProcessHandle process, int port) {

        void stopWithThisJvm() {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        }

        void stop() {
            process.destroy();
            try {
                process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException("The PostgreSQL with pid " + process.pid() + " does not stop", e);
            }
        }
    }

    private static Optional<Server> running(Path directory) {
        var pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            return ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).strip()))
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .map(process -> new Server(process, port));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pidFile, e);
        }
    }
}
