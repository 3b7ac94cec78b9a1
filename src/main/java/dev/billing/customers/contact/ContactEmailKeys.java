package dev.billing.customers.contact;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Migration 5: gives the contacts from before there were portal users the keys of their addresses. */
public class ContactEmailKeys implements JavaMigration {

    private static final int BATCH = 1000;

    /** Adds the migration to those in SQL files; Flyway does not find it by itself. */
    @Singleton
    static class Registration implements FlywayConfigurationCustomizer {

        @Override
        public void customize(FluentConfiguration configuration) {
            configuration.javaMigrations(new ContactEmailKeys());
        }
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("5");
    }

    @Override
    public String getDescription() {
        return "contact email keys";
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
        try (var contacts = connection.prepareStatement(
                "select business_id, id, email from contact where email is not null and email_key is null")) {
            contacts.setFetchSize(BATCH);
            fill(connection, contacts);
        }
    }

    private static void fill(Connection connection, PreparedStatement contacts) throws SQLException {
        try (var found = contacts.executeQuery();
                var update = connection.prepareStatement(
                        "update contact set email_key = ? where business_id = ? and id = ?")) {
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
