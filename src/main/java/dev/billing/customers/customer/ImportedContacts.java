package dev.billing.customers.customer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Representation;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The contacts that are imported with their customers. */
public interface ImportedContacts {

    /** The contacts in a line. */
    interface Sent {

        int count();
    }

    /** What becomes of the contacts of a customer. */
    interface Changes {

        /** Whether there is something to store. */
        boolean areAny();

        /** Why the line is refused; null if it is not. */
        @Nullable
        ApiException refusal();
    }

    /**
     * Reads the contacts in a line.
     *
     * @param faults gets what is wrong with them
     */
    Sent read(JsonNode sent, Representation representation, Faults faults);

    /** All contacts of a new customer; throws {@link ApiException} 400 if one of them cannot be new. */
    Changes ofNew(long businessId, Sent sent);

    /**
     * What is different from the contacts that the customers have.
     *
     * @param send sends a statement
     * @param sent by the id of the customer
     * @param isLocked whether others must not change the contacts meanwhile
     */
    Uni<Map<Long, Changes>> compare(
            Function<Statement, Uni<RowSet<Row>>> send, long businessId, Map<Long, Sent> sent, boolean isLocked);

    /** Stores the changes of the contacts of customers, by the ids of these. */
    Uni<Void> store(
            Function<Statement, Uni<RowSet<Row>>> send,
            long businessId,
            String author,
            List<Map.Entry<Long, Changes>> changes);
}
