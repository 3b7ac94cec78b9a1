package dev.billing.customers.query;

import java.util.List;

/**
 * Where a page is: next to a row instead of so many rows from the start. The row need not exist any more.
 *
 * @param position of the page
 * @param rows how many rows the page has, for a page at the end
 * @param key the values that the row is ordered by, ending in one that is unique; empty at the start and at the end
 */
record Cursor(Position position, int rows, List<Object> key) {

    static final Cursor START = new Cursor(Position.START, 0, List.of());

    /** Where a page can be. The order is part of the format. */
    enum Position {
        /** It begins with the first row. */
        START,
        /** It begins behind the row with the key. */
        AFTER,
        /** It ends before the row with the key. */
        BEFORE,
        /** It ends with the last row. */
        END
    }

    static Cursor after(List<Object> key) {
        return new Cursor(Position.AFTER, 0, key);
    }

    static Cursor before(List<Object> key) {
        return new Cursor(Position.BEFORE, 0, key);
    }

    static Cursor end(int rows) {
        return new Cursor(Position.END, rows, List.of());
    }

    /** Whether the page is read against the order. */
    boolean isBackward() {
        return position == Position.BEFORE || position == Position.END;
    }
}
