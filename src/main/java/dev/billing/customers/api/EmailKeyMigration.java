package dev.billing.customers.api;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** A migration that gives rows the keys of their addresses, which only Java can make. */
public abstract class EmailKeyMigration implements JavaMigration {

    private static final int BATCH = 1000;

    private final String version;
    private final List<String> tables;
    private final String condition;

    /**
     * A migration of some tables.
     *
     * @param version of the migration
     * @param tables with {@code business_id}, {@code id}, {@code email} and {@code email_key}
     * @param condition in SQL, of the rows that need a key
     */
    protected EmailKeyMigration(String version, List<String> tables, String condition) {
        this.version = version;
        this.tables = tables;
        this.condition = condition;
    }

    /** Adds the migration to those in SQL files; Flyway does not find it by itself. */
    protected static void add(EmailKeyMigration migration, FluentConfiguration configuration) {
        configuration.javaMigrations(
                Stream.concat(Arrays.stream(configuration.getJavaMigrations()), Stream.of(migration))
                        .toArray(JavaMigration[]::new));
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(version);
    }

    @Override
    public String getDescription() {
        return String.join(" ", tables) + " email keys";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        for (var table : tables) {
            migrate(context.getConnection(), table);
        }
    }

    private void migrate(Connection connection, String table) throws SQLException {
        try (var rows = connection.prepareStatement(
                "select business_id, id, email from " + table + " where email is not null and " + condition)) {
            rows.setFetchSize(BATCH);
            try (var found = rows.executeQuery()) {
                fill(connection, table, found);
            }
        }
    }

    private static void fill(Connection connection, String table, ResultSet found) throws SQLException {
        try (var update = connection.prepareStatement(
                "update " + table + " set email_key = ? where business_id = ? and id = ?")) {
            int batched = 0;
            while (found.next()) {
                update.setString(1, EmailKey.of(found.getString("email")));
                update.setLong(2, found.getLong("business_id"));
                update.setObject(3, found.getObject("id"));
                update.addBatch();
                if (++batched % BATCH == 0) {
                    update.executeBatch();
                }
            }
            update.executeBatch();
        }
    }
}
