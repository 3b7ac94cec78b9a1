package dev.billing.customers.query;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The position of a page: next to a row, instead of after a number of rows. The row may have been deleted.
 *
 * @param position of the page
 * @param rows the number of rows of a page at the end
 * @param key the row's values in the order, of which the last one is unique; empty at the start and at the end
 */
record Cursor(Position position, int rows, List<@Nullable Object> key) {

    static final Cursor START = new Cursor(Position.START, 0, List.of());

    /** The positions of a page. */
    enum Position {
        /** It begins with the first row. */
        START(0),
        /** It begins after the row with the key. */
        AFTER(1),
        /** It ends before the row with the key. */
        BEFORE(2),
        /** It ends with the last row. */
        END(3);

        private final int code;

        Position(int code) {
            this.code = code;
        }

        /** The number in the cursor format. */
        int code() {
            return code;
        }

        /** The position with this number in the cursor format. */
        static Position of(int code) {
            return Stream.of(values())
                    .filter(position -> position.code == code)
                    .findFirst()
                    .orElseThrow();
        }
    }

    static Cursor after(List<@Nullable Object> key) {
        return new Cursor(Position.AFTER, 0, key);
    }

    static Cursor before(List<@Nullable Object> key) {
        return new Cursor(Position.BEFORE, 0, key);
    }

    static Cursor end(int rows) {
        return new Cursor(Position.END, rows, List.of());
    }

    /** Whether the page is read in reverse order. */
    boolean isBackward() {
        return position == Position.BEFORE || position == Position.END;
    }
}
