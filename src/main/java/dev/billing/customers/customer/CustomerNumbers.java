package dev.billing.customers.customer;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Generates customer numbers: CUST-0001, CUST-0002, … per business, skipping those in use. Gaps are allowed, so a number is
 * taken from the counter in a transaction of its own, before the customer is stored: creates wait for each other no longer
 * than one small statement takes.
 */
@ApplicationScoped
class CustomerNumbers {

    private static final int MAX_ATTEMPTS = 1000;
    private static final String PREFIX = "CUST-";
    private static final int MIN_DIGITS = 4;

    private static final String NEXT = "select customer_number_next($1)";

    /** The first free number after the counter, or if the next 1000 are all in use the one after those. */
    private static final String NEXT_FREE = "select customer_number_next_free($1)";

    private final Database database;

    CustomerNumbers(Database database) {
        this.database = database;
    }

    /**
     * Stores something under the next free number.
     *
     * @param store stores it under a number
     * @param isTaken whether storing failed because the number is in use
     */
    <T> Uni<T> assign(long businessId, Function<String, Uni<? extends T>> store, Predicate<Throwable> isTaken) {
        return take(businessId, NEXT).flatMap(store).onFailure(isTaken).recoverWithUni(() -> take(businessId, NEXT_FREE)
                .flatMap(store)
                .onFailure(isTaken)
                .retry()
                .atMost(MAX_ATTEMPTS));
    }

    private Uni<String> take(long businessId, String statement) {
        return database.apart(Statement.of(statement, businessId))
                .map(rows -> rows.iterator().next().getLong(0))
                .map(CustomerNumbers::text);
    }

    /** Numbers as texts. */
    static Deque<String> texts(Long[] numbers) {
        return Stream.of(numbers).map(CustomerNumbers::text).collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** The texts of the numbers after one. */
    static Stream<String> after(long last, int count) {
        return LongStream.rangeClosed(last + 1, last + count).mapToObj(CustomerNumbers::text);
    }

    /** The same text as in {@code customer_number_next_free}. */
    private static String text(long number) {
        var digits = Long.toString(number);
        return PREFIX + "0".repeat(Math.max(0, MIN_DIGITS - digits.length())) + digits;
    }
}
