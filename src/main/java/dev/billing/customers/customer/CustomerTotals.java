package dev.billing.customers.customer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The numbers of customers and contacts that triggers keep, for operators: whether they are right, and how to put them right. */
@ApplicationScoped
public class CustomerTotals {

    private static final String COMPARE = """
            select (select coalesce(sum(count), 0)::bigint from %1$s_total where business_id = $1),
                   (select count(*) from %1$s where business_id = $1)
            """;
    private static final String REPAIR = "select kept, counted from %s_total_repair($1)";

    /** What is counted. */
    public enum Counted {
        CUSTOMERS("customer"),
        CONTACTS("contact");

        private final String table;

        Counted(String table) {
            this.table = table;
        }

        /** The name of the total, in paths and JSON. */
        public String total() {
            return table + "_total";
        }
    }

    private final Database database;
    private final MeterRegistry meters;

    CustomerTotals(Database database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /**
     * A business's number of customers or contacts.
     *
     * @param kept what lists show
     * @param counted what is there
     */
    @RegisterForReflection
    public record Total(long kept, long counted) {

        @JsonIgnore
        boolean isRight() {
            return kept == counted;
        }
    }

    /** How many of them lists say that a business has, and how many there are. */
    public Uni<Total> fetch(long businessId, Counted counted) {
        return read(COMPARE, businessId, counted);
    }

    /** Counts those of a business and puts the total right; the result is what it was and what it is now. */
    public Uni<Total> repair(long businessId, Counted counted) {
        return read(REPAIR, businessId, counted).invoke(total -> meters.counter(
                        counted.table + ".total.repairs", "found", total.isRight() ? "right" : "wrong")
                .increment());
    }

    private Uni<Total> read(String sql, long businessId, Counted counted) {
        return database.query(Statement.of(sql.formatted(counted.table), businessId))
                .map(rows -> rows.iterator().next())
                .map(row -> new Total(row.getLong(0), row.getLong(1)));
    }
}
