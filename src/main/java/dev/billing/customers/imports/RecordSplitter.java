package dev.billing.customers.imports;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits bytes that arrive in pieces into records, in constant memory: lines, or records of CSV, which may have line breaks between quotes
 * (RFC 4180). A record may end with CR LF or LF, the last one also with nothing; one of CSV also with CR, as old spreadsheets write it. A byte
 * order mark in front is left out.
 */
final class RecordSplitter {

    /** A record as it came, without its line break. */
    static final class Raw {

        private final long line;
        private final byte @Nullable [] content;

        private Raw(long line, byte @Nullable [] content) {
            this.line = line;
            this.content = content;
        }

        /** Its first line in the file, from 1. */
        long line() {
            return line;
        }

        /** Null if it is too long. */
        byte @Nullable [] content() {
            return content;
        }
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NOTHING = {};

    private final boolean isQuoted;
    private final int maxBytes;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private byte[] piece = NOTHING;
    private int position;
    private boolean ended;

    private long line = 1;
    private long firstLine = 1;
    private boolean isTooLong;
    private boolean isFirst = true;

    /** Whether the next byte is between quotes, is the first one of a field, or comes after a quote that may have ended a field. */
    private boolean inQuotes;

    /** Whether a CR has ended the record before, to which an LF belongs then. */
    private boolean afterReturn;

    private boolean atFieldStart = true;
    private boolean afterQuote;

    /**
     * Creates a splitter.
     *
     * @param isQuoted whether quotes protect line breaks
     * @param maxBytes of a record; what is longer is skipped
     */
    RecordSplitter(boolean isQuoted, int maxBytes) {
        this.isQuoted = isQuoted;
        this.maxBytes = maxBytes;
    }

    /** Adds the next bytes, after {@link #poll} has returned null. */
    void add(byte[] bytes) {
        piece = bytes;
        position = 0;
    }

    /** No more bytes will come. */
    void end() {
        ended = true;
    }

    /** Whether {@link #poll} may return a record before more bytes come. */
    boolean hasMore() {
        return position < piece.length || ended && (begun.size() > 0 || isTooLong);
    }

    /** The next complete record; null if more bytes are needed for one, or at the end. */
    @Nullable
    Raw poll() {
        int from = position;
        while (position < piece.length) {
            byte next = piece[position++];
            if (afterReturn && next == '\n') {
                afterReturn = false;
                from = position;
                continue;
            }
            boolean isEnd = isQuoted ? endsRecord(next) : next == '\n';
            afterReturn = isEnd && next == '\r';
            if (isEnd || next == '\n') {
                line++;
            }
            if (isEnd) {
                keep(from, position - 1);
                return take();
            }
        }
        keep(from, position);
        return ended && (begun.size() > 0 || isTooLong) ? take() : null;
    }

    private boolean endsRecord(byte next) {
        if (inQuotes) {
            inQuotes = next != '"';
            afterQuote = !inQuotes;
            return false;
        }
        if (next == '"' && (atFieldStart || afterQuote)) {
            inQuotes = true;
        }
        boolean isEnd = next == '\n' || next == '\r';
        atFieldStart = next == ',' || isEnd || atFieldStart && isByteOrderMark(next);
        afterQuote = false;
        return isEnd;
    }

    /** A quote may come behind the mark. Its bytes are part of no other character in front of a file. */
    private boolean isByteOrderMark(byte next) {
        int at = begun.size() + position - 1;
        return isFirst && at < BYTE_ORDER_MARK.length && next == BYTE_ORDER_MARK[at];
    }

    private void keep(int from, int to) {
        if (isTooLong || begun.size() + to - from > maxBytes) {
            isTooLong = true;
            begun.reset();
        } else {
            begun.write(piece, from, to - from);
        }
    }

    private Raw take() {
        var raw = new Raw(firstLine, isTooLong ? null : content(begun.toByteArray()));
        begun.reset();
        isTooLong = false;
        isFirst = false;
        firstLine = line;
        return raw;
    }

    private byte[] content(byte[] bytes) {
        int from = isFirst && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }
}
