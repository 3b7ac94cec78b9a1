package dev.billing.customers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Stands between the service and the tests' database, and takes it away when it is told to. Tests get it as a {@code
 * Consumer<String>} of the names below.
 */
public class DatabaseProxy implements QuarkusTestResourceLifecycleManager {

    /** Everything passes. */
    public static final String THERE = "there";

    /** Connections are cut and refused. */
    public static final String AWAY = "away";

    /** Connections are accepted and nothing passes any more, as when a cable is pulled. */
    public static final String SILENT = "silent";

    /** What is open now never carries anything again; new connections work, as behind a firewall that forgot the old ones. */
    public static final String OLD_ONES_SWALLOWED = "old ones swallowed";

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> swallowed = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private String state = THERE;

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
        var database = TestDatabase.database();
        return Map.of(
                "customers.database.url",
                "postgresql://127.0.0.1:" + server.getLocalPort() + "/postgres",
                "customers.database.username",
                database.username());
    }

    @Override
    public void inject(TestInjector injector) {
        Consumer<String> database = this::become;
        injector.injectIntoFields(database, new TestInjector.MatchesType(Consumer.class));
    }

    @Override
    public void stop() {
        close(server);
        open.forEach(DatabaseProxy::close);
    }

    private synchronized void become(String newState) {
        state = newState;
        notifyAll();
        if (newState.equals(OLD_ONES_SWALLOWED)) {
            swallowed.addAll(open);
        }
        if (newState.equals(AWAY)) {
            open.forEach(DatabaseProxy::close);
        }
    }

    private synchronized void awaitPassage() throws InterruptedException {
        while (state.equals(SILENT)) {
            wait();
        }
    }

    private synchronized boolean isAway() {
        return state.equals(AWAY);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (isAway()) {
                    close(client);
                } else {
                    var database =
                            new Socket("localhost", TestDatabase.database().port());
                    open.add(client);
                    open.add(database);
                    daemon(() -> pump(client, database));
                    daemon(() -> pump(database, client));
                }
            } catch (IOException closed) {
                // Either the test is over, or this one connection is.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[8192];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                awaitPassage();
                if (!swallowed.contains(from)) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException cut) {
            // Both ends are closed below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
        open.remove(from);
        open.remove(to);
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "database-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
