package dev.billing.customers.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stands between the service and the tests' database, and takes it away when it is told to. Tests get it as a {@code
 * Consumer<String>} of the names below, a {@code LongSupplier} that counts how often the service sent something after an answer, and
 * a {@code Collection<String>} of the statements that it sent.
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

    /** The database commits, and its connection is cut before it can say so. */
    public static final String COMMITS_UNANSWERED = "commits unanswered";

    private static final byte[] COMMIT = "commit\0".getBytes(StandardCharsets.US_ASCII);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> swallowed = ConcurrentHashMap.newKeySet();
    private final LongAdder roundTrips = new LongAdder();
    private final Set<String> statements = ConcurrentHashMap.newKeySet();
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
        var database = TestDatabase.server();
        return TestDatabase.settings(database.url("127.0.0.1", server.getLocalPort(), database.database()));
    }

    @Override
    public void inject(TestInjector injector) {
        Consumer<String> database = this::become;
        injector.injectIntoFields(database, new TestInjector.MatchesType(Consumer.class));
        LongSupplier counted = roundTrips::sum;
        injector.injectIntoFields(counted, new TestInjector.MatchesType(LongSupplier.class));
        injector.injectIntoFields(statements, new TestInjector.MatchesType(Collection.class));
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

    private synchronized boolean is(String asked) {
        return state.equals(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (is(AWAY)) {
                    close(client);
                } else {
                    var database = TestDatabase.connectRaw();
                    open.add(client);
                    open.add(database);
                    var connection = new Proxied();
                    daemon(() -> pump(client, database, connection::pass));
                    daemon(() -> pump(database, client, connection::answer));
                }
            } catch (IOException closed) {
                // Either the test is over, or this one connection is.
            }
        }
    }

    private void pump(Socket from, Socket to, Passage passage) {
        var buffer = new byte[8192];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                awaitPassage();
                passage.see(buffer, read);
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

    /** Sees what passes in one direction. */
    private interface Passage {

        /** Throws if it does not pass, and the connection is to be cut. */
        void see(byte[] buffer, int length) throws IOException;
    }

    /** One connection of the service. */
    private final class Proxied {

        private final StatementReader reader = new StatementReader(statements::add);
        private boolean answered = true;
        private boolean committing;

        synchronized void pass(byte[] buffer, int length) {
            if (answered) {
                roundTrips.increment();
                answered = false;
            }
            committing = is(COMMITS_UNANSWERED) && contains(buffer, length, COMMIT);
            reader.read(buffer, length);
        }

        synchronized void answer(byte[] buffer, int length) throws IOException {
            answered = true;
            if (committing) {
                throw new IOException("cut");
            }
        }

        private static boolean contains(byte[] buffer, int length, byte[] searched) {
            for (int from = 0; from <= length - searched.length; from++) {
                if (Arrays.equals(buffer, from, from + searched.length, searched, 0, searched.length)) {
                    return true;
                }
            }
            return false;
        }
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
