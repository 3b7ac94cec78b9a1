package dev.billing.customers.balance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.billing.customers.query.Decimals;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;

/**
 * The balance of a customer in the bare representation. The service knows no due dates: all that is outstanding is due, and nothing is past
 * due.
 *
 * @param totalOutstanding the balance, if the customer owes something
 * @param availableCredits the balance without its sign, if the customer has paid more than was booked
 * @param currency ISO 4217, in lower case
 * @param history the balance after each of the latest entries, newest first
 */
@RegisterForReflection
record BalanceSummary(
        @JsonProperty("total_outstanding") BigDecimal totalOutstanding,
        @JsonProperty("available_credits") BigDecimal availableCredits,
        @JsonProperty("due_now") BigDecimal dueNow,
        @JsonProperty("past_due") boolean pastDue,
        String currency,
        List<After> history) {

    /**
     * The balance after an entry.
     *
     * @param timestamp UNIX seconds
     */
    @RegisterForReflection
    record After(long timestamp, BigDecimal balance, String currency) {}

    static BalanceSummary of(Balance balance, String currency) {
        var current = Decimals.plain(balance.current());
        var outstanding = current.max(BigDecimal.ZERO);
        return new BalanceSummary(
                outstanding,
                current.negate().max(BigDecimal.ZERO),
                outstanding,
                false,
                currency,
                balance.latest().stream()
                        .map(entry -> new After(
                                entry.get(BalanceEntryRepository.CREATED_AT),
                                entry.get(BalanceEntryRepository.BALANCE_AFTER),
                                currency))
                        .toList());
    }
}
