package dev.billing.customers.support;

import dev.billing.customers.sandbox.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** The embedded PostgreSQL of the tests: one for all of them, started by whichever comes first. */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "customers.test.database.port";

    @Override
    public Map<String, String> start() {
        var database = database();
        return Map.of(
                "customers.database.url", database.url(),
                "customers.database.username", database.username());
    }

    @Override
    public void stop() {
        // It stops with the JVM: a restart of the service for other settings finds it running.
    }

    /** A connection of its own, for what the API has no operation for. */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + database().url(), database().username(), "");
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

    /** A new, empty database on the same server; answers its URL. */
    public static String databaseOfItsOwn(String name) {
        execute("create database " + name);
        return "postgresql://localhost:" + database().port() + "/" + name;
    }

    /** Class loaders come and go with restarts of the service; a system property stays. */
    public static synchronized EmbeddedDatabase database() {
        if (System.getProperty(PORT) == null) {
            System.setProperty(
                    PORT, Integer.toString(EmbeddedDatabase.temporary().port()));
        }
        return new EmbeddedDatabase(Integer.getInteger(PORT));
    }
}
