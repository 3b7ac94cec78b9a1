package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@ServiceTest
class TotalsTest {

    private static final int WRITERS = 16;
    private static final int READERS = 4;
    private static final int ROUNDS = 12;

    private final Tenant tenant = Tenant.create();
    private final AtomicLong insertsBegun = new AtomicLong();
    private final AtomicLong insertsDone = new AtomicLong();
    private final AtomicLong deletesBegun = new AtomicLong();
    private final AtomicLong deletesDone = new AtomicLong();

    @Test
    void while_16_writers_insert_and_delete_readers_see_totals_that_held_and_every_staying_customer_once()
            throws Exception {
        var staying = tenant.customers(40);
        insertsBegun.set(staying.size());
        insertsDone.set(staying.size());
        var writing = new AtomicInteger(WRITERS);
        var work = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            work.add(() -> {
                try {
                    write();
                } finally {
                    writing.decrementAndGet();
                }
                return null;
            });
        }
        for (int reader = 0; reader < READERS; reader++) {
            work.add(() -> {
                do {
                    walk(staying);
                } while (writing.get() > 0);
                return null;
            });
        }

        atOnce(work);

        assertThat(tenant.total()).isEqualTo(insertsDone.get() - deletesDone.get());
        assertKept();
    }

    @Test
    void bulk_changes_are_in_the_total() throws Exception {
        var other = Tenant.create();
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into customer (business_id, number, name, created_at) select case when n % 3 = 0 then "
                            + other.id() + " else " + tenant.id()
                            + " end, 'B-' || n, 'Bulk', 0 from generate_series(1, 3000) as n");
            assertThat(tenant.total()).isEqualTo(2000);
            assertThat(other.total()).isEqualTo(1000);

            statement.execute("delete from customer where business_id in (" + tenant.id() + ", " + other.id()
                    + ") and substring(number from 3)::int % 2 = 0");
            connection.setAutoCommit(false);
            statement.execute("delete from customer where business_id = " + tenant.id());
            connection.rollback();
        }
        assertKept();
        assertThat(tenant.total()).isEqualTo(1000);
    }

    @Test
    void a_total_that_was_spoilt_is_found_and_repaired_by_an_operator() {
        tenant.customers(3);
        int rows =
                TestDatabase.execute("update customer_total set count = count + 5 where business_id = ?", tenant.id());
        int spoilt = 3 + 5 * rows;
        assertThat(rows).isPositive();
        assertThat(tenant.total()).isEqualTo(spoilt);

        for (var answer : List.of(
                Tenant.operator().get("/operator/businesses/{id}/customer_total", tenant.id()),
                Tenant.operator().post("/operator/businesses/{id}/customer_total/repair", tenant.id()))) {
            assertStatus(answer, 200);
            answer.then().body("customer_total.kept", equalTo(spoilt)).body("customer_total.counted", equalTo(3));
        }

        assertThat(tenant.total()).isEqualTo(3);
        tenant.customer("One more");
        assertKept();
    }

    @Test
    void a_repair_while_customers_are_created_loses_none_of_them() throws Exception {
        var work = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            work.add(() -> {
                write();
                return null;
            });
        }
        work.add(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                assertStatus(
                        Tenant.operator().post("/operator/businesses/{id}/customer_total/repair", tenant.id()), 200);
            }
            return null;
        });

        atOnce(work);

        assertKept();
    }

    @Test
    void the_totals_of_a_business_that_does_not_exist_answer_404() {
        assertStatus(Tenant.operator().get("/operator/businesses/{id}/customer_total", Long.MAX_VALUE), 404);
        assertStatus(Tenant.operator().post("/operator/businesses/{id}/customer_total/repair", Long.MAX_VALUE), 404);
    }

    private void write() {
        var mine = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            insertsBegun.incrementAndGet();
            mine.add(tenant.customer("Written"));
            insertsDone.incrementAndGet();
            if (round % 2 == 1) {
                deletesBegun.incrementAndGet();
                assertStatus(tenant.request().delete("/customers/{id}", mine.remove(0)), 204);
                deletesDone.incrementAndGet();
            }
        }
    }

    private void walk(List<Long> staying) {
        Set<Long> seen = new HashSet<>();
        for (var url = "/customers?per_page=7"; url != null; ) {
            long insertedBefore = insertsDone.get();
            long deletedBefore = deletesDone.get();
            var page = tenant.raw().get(url);
            long insertedAfter = insertsBegun.get();
            long deletedAfter = deletesBegun.get();
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(Long.parseLong(page.header("X-Total-Count")))
                    .isBetween(insertedBefore - deletedAfter, insertedAfter - deletedBefore);
            for (var id : ids(page)) {
                assertThat(seen.add(id)).as("customer %s once", id).isTrue();
            }
            url = links(page).get("next");
        }
        assertThat(seen).containsAll(staying);
    }

    /** The total is that of the rows. */
    private void assertKept() {
        assertThat(tenant.total())
                .isEqualTo(TestDatabase.number("select count(*) from customer where business_id = ?", tenant.id()));
    }
}
