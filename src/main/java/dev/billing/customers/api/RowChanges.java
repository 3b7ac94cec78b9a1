package dev.billing.customers.api;

import static dev.billing.customers.error.ApiException.found;
import static dev.billing.customers.error.ApiException.foundRows;

import dev.billing.customers.database.Database;
import dev.billing.customers.query.ListTable;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Edits and deletes single rows. Concurrent changes of one row wait for each other; a change fails with 404 if there is no such row, and
 * with 412 if the row is not what the caller expects.
 *
 * @param <E> the entity
 */
public final class RowChanges<E> {
    private final ListTable<E> table;
    private final String name;
    private final BiConsumer<E, Long> updatedAt;
    private final Database database;
    private final Clock clock;

    /**
     * Creates the changes of a table's rows.
     *
     * @param name of a row in messages
     * @param updatedAt sets when a row was changed
     */
    public RowChanges(ListTable<E> table, String name, BiConsumer<E, Long> updatedAt, Database database, Clock clock) {
        this.table = table;
        this.name = name;
        this.updatedAt = updatedAt;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Applies a change, notes the time if anything is different then, and returns the row as it is then.
     *
     * @param lock finds the row, and keeps others from changing it until the end of the transaction
     */
    public Uni<TableRow<E>> edit(Supplier<Uni<E>> lock, Precondition precondition, Consumer<E> change) {
        return database.transaction(() -> expected(lock, precondition).invoke(row -> {
                    var before = table.row(row);
                    change.accept(row);
                    if (!before.equals(table.row(row))) {
                        updatedAt.accept(row, clock.instant().getEpochSecond());
                    }
                }))
                .map(table::row);
    }

    /** Deletes a row. It is only read before if there is a precondition. */
    public Uni<Void> delete(Supplier<Uni<E>> lock, Precondition precondition, Supplier<Uni<Long>> delete) {
        return database.transaction(() -> precondition.isAbsent()
                        ? delete.get()
                        : expected(lock, precondition).chain(row -> delete.get()))
                .invoke(deleted -> foundRows(deleted, name))
                .replaceWithVoid();
    }

    private Uni<E> expected(Supplier<Uni<E>> lock, Precondition precondition) {
        return lock.get().map(row -> found(row, name)).invoke(row -> precondition.check(table.row(row)));
    }
}
