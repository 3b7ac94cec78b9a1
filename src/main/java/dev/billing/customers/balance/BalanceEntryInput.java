package dev.billing.customers.balance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Amount;
import dev.billing.customers.api.BareOnly;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.ReadOnly;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** What a caller may send for a balance entry. */
@RegisterForReflection
public final class BalanceEntryInput implements Input {

    @Amount
    public BigDecimal amount;

    public JsonNullable<@Visible @Text(max = 255) String> reference = JsonNullable.undefined();
    public JsonNullable<@Text(max = 10_000, pattern = Text.LINES) String> notes = JsonNullable.undefined();

    @BareOnly
    public @Nullable JsonNode object;

    public @Nullable JsonNode createdAt;
    public @Nullable JsonNode id;
    public @Nullable JsonNode customer;
    public @Nullable JsonNode balance;

    /** Checks what an entry needs: a reference, the path's customer or none, and nothing in the read-only properties. */
    void check(long customerId, Faults faults) {
        Input.require(faults, "reference", reference);
        if (customer != null && !customer.isNull()) {
            ReadOnly.checkReference(faults, "customer", customer, customerId);
        }
        ReadOnly.checkKind(faults, object, "balance_entry");
        ReadOnly.check(faults, "created_at", createdAt, null);
        ReadOnly.check(faults, "id", id, null);
        ReadOnly.check(faults, "balance", balance, null);
    }
}
