package dev.billing.customers.customer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The numbers of customers that triggers keep, for operators: whether they are right, and how to put them right. */
@ApplicationScoped
public class CustomerTotals {

    private static final String COMPARE = """
            select (select coalesce(sum(count), 0)::bigint from customer_total where business_id = $1),
                   (select count(*) from customer where business_id = $1)
            """;
    private static final String REPAIR = "select kept, counted from customer_total_repair($1)";

    private final Database database;
    private final MeterRegistry meters;

    CustomerTotals(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /**
     * A business's number of customers.
     *
     * @param kept what lists show
     * @param counted what is there
     */
    @RegisterForReflection
    public record CustomerTotal(long kept, long counted) {

        @JsonIgnore
        boolean isRight() {
            return kept == counted;
        }
    }

    /** How many customers lists say that a business has, and how many there are. */
    public Uni<CustomerTotal> fetch(long businessId) {
        return read(COMPARE, businessId);
    }

    /** Counts a business's customers and puts the total right; the result is what it was and what it is now. */
    public Uni<CustomerTotal> repair(long businessId) {
        return read(REPAIR, businessId)
                .invoke(total -> meters.counter("customer.total.repairs", "found", total.isRight() ? "right" : "wrong")
                        .increment());
    }

    private Uni<CustomerTotal> read(String sql, long businessId) {
        return database.query(Statement.of(sql, businessId))
                .map(rows -> rows.iterator().next())
                .map(row -> new CustomerTotal(row.getLong(0), row.getLong(1)));
    }
}
