package dev.billing.customers.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done if a batch of expired rows is too much for one statement. */
@ServiceTest
class SweepTest {

    /** Fails for more than one row at once, as a statement does that takes too long. */
    private static final String ONE_BY_ONE = """
            delete from swept where time in (
                select time from swept where time <= $1 order by time limit $2 / (case when $2 > 1 then 0 else 1 end))
            """;

    @Inject
    Database database;

    @BeforeEach
    void three_rows() throws SQLException {
        TestDatabase.execute("create table swept (time bigint)");
        TestDatabase.execute("insert into swept values (1), (2), (3)");
    }

    /** The schema is what other tests look at. */
    @AfterEach
    void no_table() throws SQLException {
        TestDatabase.execute("drop table swept");
    }

    @Test
    void rows_that_cannot_be_deleted_together_are_deleted_one_by_one() {
        new Sweep(database, ONE_BY_ONE).run(2).await().indefinitely();

        assertThat(left()).isEqualTo(1);
    }

    @Test
    void a_failure_is_left_for_the_next_run() {
        new Sweep(database, "delete from swept where time <= $1 / ($2 - $2)")
                .run(2)
                .await()
                .indefinitely();

        assertThat(left()).isEqualTo(3);
    }

    private static long left() {
        return TestDatabase.number("select count(*) from swept");
    }
}
