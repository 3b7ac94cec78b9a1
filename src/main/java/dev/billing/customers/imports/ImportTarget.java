package dev.billing.customers.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.error.ApiException;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;

/**
 * Where the lines of one import go.
 *
 * @param <L> a line that was read
 */
public interface ImportTarget<L> {

    /** The columns that a CSV file may have. */
    Set<String> columns();

    /** Of these, those that are ignored. */
    Set<String> ignoredColumns();

    /** Whether a CSV file may have a column with metadata, and columns with single members of it. */
    boolean hasMetadata();

    /** Reads the JSON of a line, or the columns of a record of CSV as an object of texts. Throws {@link ApiException} 400. */
    L read(JsonNode line);

    /** What a line costs at the database, compared with one row. */
    int weight(L line);

    /**
     * Stores the first ones of these lines in one transaction, as if each had come alone, in this order. The result has at least one
     * outcome, and one for each line that was looked at; a refusal in it has changed nothing. If it fails, nothing was changed; if it fails
     * with {@link ConcurrentChangeException}, it can be tried again at once.
     */
    Uni<List<Outcome>> store(List<L> lines);
}
