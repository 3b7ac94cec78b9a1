package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a body, read one by one.
 *
 * @param <L> a line that was read
 */
final class Lines<L> {

    /**
     * A line.
     *
     * @param number in the file, from 1
     * @param bytes that it has
     * @param value null if it was refused
     * @param refusal null if it was not
     */
    record Line<L>(
            long number,
            int bytes,
            @Nullable L value,
            @Nullable ApiException refusal) {}

    private final ImportTarget<L> target;
    private final Body body;
    private final LineReader json;
    private final @Nullable CsvReader csv;
    private final RecordSplitter records;
    private final int maxBytes;
    private boolean needsHeader;
    private boolean waiting;
    private boolean ended;

    Lines(ImportTarget<L> target, Body body, boolean isCsv, LineReader json, int maxBytes) {
        this.target = target;
        this.body = body;
        this.json = json;
        this.csv = isCsv ? new CsvReader(target, json) : null;
        this.records = new RecordSplitter(isCsv, maxBytes);
        this.maxBytes = maxBytes;
        this.needsHeader = isCsv;
    }

    /**
     * Goes one step further, and returns the line that it has come to, or null. A step takes no long time. Throws {@link ApiException} if no
     * line of this body can be read, or none that follows.
     */
    @Nullable
    Line<L> step() {
        var raw = records.poll();
        if (raw == null && !ended) {
            more();
            return null;
        }
        if (raw == null || isBlank(raw)) {
            return null;
        }
        if (needsHeader && csv != null) {
            csv.readHeader(text(raw));
            needsHeader = false;
            return null;
        }
        return read(raw);
    }

    private void more() {
        var piece = body.poll();
        if (piece != null) {
            records.add(piece);
        } else if (body.hasEnded()) {
            ended = true;
            records.end();
        } else {
            waiting = true;
        }
    }

    /** Something has come. */
    void wake() {
        waiting = false;
    }

    /** Whether another {@link #step} makes sense before something has come. */
    boolean canStep() {
        return records.hasMore() || !ended && !waiting;
    }

    /** Whether there are no more lines. */
    boolean haveEnded() {
        return ended && !records.hasMore();
    }

    /** Whether it is known how lines are read. */
    boolean areReadable() {
        return !needsHeader;
    }

    private Line<L> read(RecordSplitter.Raw raw) {
        var content = raw.content();
        int bytes = content == null ? 0 : content.length;
        try {
            var text = text(raw);
            return new Line<>(raw.line(), bytes, target.read(csv == null ? json.read(text) : csv.read(text)), null);
        } catch (ApiException refused) {
            return new Line<>(raw.line(), bytes, null, refused);
        }
    }

    private String text(RecordSplitter.Raw raw) {
        var content = raw.content();
        if (content == null) {
            throw new ApiException(413, "The line is larger than " + maxBytes + " bytes.", null);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("The line is not text in UTF-8.");
        }
    }

    private boolean isBlank(RecordSplitter.Raw raw) {
        var content = raw.content();
        if (content == null) {
            return false;
        }
        for (byte one : content) {
            if (csv != null || one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }
}
