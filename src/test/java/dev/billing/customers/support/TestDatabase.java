package dev.billing.customers.support;

import dev.billing.customers.sandbox.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * The database of the tests, one for all of them: that of {@code CUSTOMERS_DATABASE_URL} if it is set, an embedded one otherwise. The
 * first must be empty, and its role a superuser.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "customers.test.database.port";
    private static final String WAITING =
            "select count(*) from pg_stat_activity where application_name = 'customers' and wait_event_type = 'Lock'";
    private static final String WAITING_AT_NODES = """
            select sum(result::int) from run_command_on_all_nodes(
                'select count(*) from pg_stat_activity
                 where application_name like ''citus_internal%'' and wait_event_type = ''Lock''')
            """;

    /** Where the database is, and who connects. */
    public record Server(String host, int port, String database, String username, String password) {

        private static Server of(URI url) {
            return new Server(
                    url.getHost(),
                    url.getPort() < 0 ? 5432 : url.getPort(),
                    url.getPath().substring(1),
                    setting("CUSTOMERS_DATABASE_USERNAME", "customers"),
                    setting("CUSTOMERS_DATABASE_PASSWORD", ""));
        }

        private static String setting(String name, String absent) {
            return System.getenv().getOrDefault(name, absent);
        }

        String url(String host, int port, String database) {
            return "postgresql://" + host + ":" + port + "/" + database;
        }
    }

    @Override
    public Map<String, String> start() {
        var server = server();
        return settings(server.url(server.host(), server.port(), server.database()));
    }

    /** The settings of a service that uses this URL. */
    static Map<String, String> settings(String url) {
        var server = server();
        return Map.of(
                "customers.database.url", url,
                "customers.database.username", server.username(),
                "customers.database.password", server.password());
    }

    @Override
    public void stop() {
        // It stops with the JVM: a restart of the service for other settings finds it running.
    }

    /** A connection of its own, for what the API has no operation for. */
    public static Connection connect() throws SQLException {
        var server = server();
        return DriverManager.getConnection(
                "jdbc:" + server.url(server.host(), server.port(), server.database()),
                server.username(),
                server.password());
    }

    /** A connection that speaks nothing yet. */
    public static Socket connectRaw() throws IOException {
        return new Socket(server().host(), server().port());
    }

    /** Does this, and commits; answers how many rows it changed. */
    public static int execute(String sql, Object... values) {
        try (var connection = connect();
                var statement = prepare(connection, sql, values)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does this and does not commit: what it locked stays locked until the connection is rolled back or closed. */
    public static Connection uncommitted(String sql, Object... values) throws SQLException {
        var connection = connect();
        connection.setAutoCommit(false);
        try (var statement = prepare(connection, sql, values)) {
            statement.execute();
        }
        return connection;
    }

    /** The number that this query finds. */
    public static long number(String sql, Object... values) {
        try (var connection = connect();
                var query = prepare(connection, sql, values);
                var rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many statements of the service wait for a row. Where tables are distributed, they wait at the nodes. */
    public static long waitingForRows() {
        return number(isDistributed() ? WAITING_AT_NODES : WAITING);
    }

    /** The text that this query finds. */
    public static String text(String sql, Object... values) {
        try (var connection = connect();
                var query = prepare(connection, sql, values);
                var rows = query.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** A new, empty database on the same server; returns its URL. */
    public static String databaseOfItsOwn(String name) {
        execute("create database " + name);
        var server = server();
        return server.url(server.host(), server.port(), name);
    }

    /** Whether the tables are distributed: plans and the order of ids are then others. */
    public static boolean isDistributed() {
        return number("select count(*) from pg_extension where extname = 'citus'") > 0;
    }

    /** Class loaders come and go with restarts of the service; a system property stays. */
    public static synchronized Server server() {
        var url = System.getenv("CUSTOMERS_DATABASE_URL");
        if (url != null) {
            return Server.of(URI.create(url));
        }
        if (System.getProperty(PORT) == null) {
            System.setProperty(
                    PORT, Integer.toString(EmbeddedDatabase.temporary().port()));
        }
        var embedded = new EmbeddedDatabase(Integer.getInteger(PORT));
        return new Server("localhost", embedded.port(), "postgres", embedded.username(), "");
    }
}
