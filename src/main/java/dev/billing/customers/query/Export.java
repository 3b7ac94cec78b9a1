package dev.billing.customers.query;

import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.function.Function;

/**
 * All rows of a list, of one snapshot.
 *
 * @param members the names of the members that are written of each row, in order
 * @param isSelection whether the caller has chosen them
 * @param portions the rows, for one subscriber. Until it subscribes they hold a database connection, for a limited time
 * @param <T> the type of a row
 */
public record Export<T>(List<String> members, boolean isSelection, Multi<List<T>> portions) {

    /** Returns the export with converted rows. */
    public <R> Export<R> map(Function<? super T, ? extends R> view) {
        return new Export<>(members, isSelection, portions.map(rows -> rows.stream()
                .<R>map(view)
                .toList()));
    }
}
