package dev.billing.customers.support;

import dev.billing.customers.sandbox.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
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

    /** A new, empty database on the same server; answers its URL. */
    public static String databaseOfItsOwn(String name) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
