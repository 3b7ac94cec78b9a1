package dev.billing.customers.api;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** A migration that gives rows of before the keys of their addresses, which only Java can make. */
public abstract class EmailKeyMigration implements JavaMigration {

    private static final int BATCH = 1000;

    private final String version;
    private final String table;
    private final String condition;

    /**
     * A migration of one table.
     *
     * @param version of the migration
     * @param table with {@code business_id}, {@code id}, {@code email} and {@code email_key}
     * @param condition in SQL, of the rows that need a key
     */
    protected EmailKeyMigration(String version, String table, String condition) {
        this.version = version;
        this.table = table;
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
        return table + " email keys";
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
        var connection = context.getConnection();
        try (var rows = connection.prepareStatement("select business_id, id, email from " + table
                + " where email is not null and email_key is null and " + condition)) {
            rows.setFetchSize(BATCH);
            try (var found = rows.executeQuery()) {
                fill(connection, found);
            }
        }
    }

    private void fill(Connection connection, ResultSet found) throws SQLException {
        try (var update = connection.prepareStatement(
                "update " + table + " set email_key = ? where business_id = ? and id = ?")) {
            int batched = 0;
            while (found.next()) {
                update.setString(1, EmailKey.of(found.getString("email")));
                update.setLong(2, found.getLong("business_id"));
                update.setLong(3, found.getLong("id"));
                update.addBatch();
                if (++batched % BATCH == 0) {
                    update.executeBatch();
                }
            }
            update.executeBatch();
        }
    }
}
