package dev.billing.customers.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Finds the statements in what a client sends to PostgreSQL (PostgreSQL's documentation, "Message Formats"). */
final class StatementReader {

    private static final int LENGTH = Integer.BYTES;

    /** The length of a message that only asks for encryption: what comes after it is the first message again. */
    private static final int LENGTH_OF_REQUEST = 2 * Integer.BYTES;

    private final Consumer<String> statements;
    private byte[] pending = {};
    private boolean started;

    StatementReader(Consumer<String> statements) {
        this.statements = statements;
    }

    /** The next bytes of the connection. */
    void read(byte[] bytes, int length) {
        int known = pending.length;
        pending = Arrays.copyOf(pending, known + length);
        System.arraycopy(bytes, 0, pending, known, length);
        // Only the first message has no type before its length.
        int type = started ? 1 : 0;
        while (pending.length >= type + LENGTH && pending.length >= type + lengthAt(type)) {
            int end = type + lengthAt(type);
            if (started) {
                message(pending[0], Arrays.copyOfRange(pending, type + LENGTH, end));
            }
            pending = Arrays.copyOfRange(pending, end, pending.length);
            started |= end != LENGTH_OF_REQUEST;
            type = started ? 1 : 0;
        }
    }

    private int lengthAt(int position) {
        return ByteBuffer.wrap(pending, position, LENGTH).getInt();
    }

    private void message(byte type, byte[] content) {
        var texts = new String(content, StandardCharsets.UTF_8).split("\0", -1);
        if (type == 'P') {
            statements.accept(texts[1]); // after the name of the prepared statement
        } else if (type == 'Q') {
            statements.accept(texts[0]);
        }
    }
}
