package dev.billing.customers.query;

/** Writes rows as lines of UTF-8. */
public interface Lines {

    /** Writes a row, with its line end. */
    void write(TableRow<?> row);

    /** Returns what was written since the last call. The first time it begins with what stands before all rows. */
    byte[] take();
}
