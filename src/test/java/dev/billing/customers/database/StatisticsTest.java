package dev.billing.customers.database;

import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the planner learns in time that tables have grown. */
@ServiceTest
class StatisticsTest {

    @Inject
    Statistics statistics;

    @BeforeEach
    void a_table_that_nobody_else_analyzes() throws SQLException {
        TestDatabase.execute("create table grown (number bigint) with (autovacuum_enabled = false)");
        TestDatabase.execute("analyze grown");
    }

    /** The schema is what other tests look at. */
    @AfterEach
    void no_table() throws SQLException {
        TestDatabase.execute("drop table grown");
    }

    @Test
    void a_table_that_has_grown_is_analyzed_and_one_that_has_hardly_grown_is_not() throws SQLException {
        insert(900);
        statistics.refresh().await().indefinitely();
        assertThat(known()).isZero();

        insert(900);
        // The service's own run may be at it.
        await().until(() -> {
            statistics.refresh().await().indefinitely();
            return known() == 1800;
        });
    }

    /** Inserts rows, and has them counted at once. */
    private static void insert(int rows) throws SQLException {
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement()) {
            statement.execute("insert into grown select generate_series(1, " + rows + ")");
            statement.execute("select pg_stat_force_next_flush()");
        }
    }

    private static long known() {
        return TestDatabase.number("select reltuples::bigint from pg_class where relname = 'grown'");
    }
}
