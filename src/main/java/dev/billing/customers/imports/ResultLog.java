package dev.billing.customers.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Results that the client has not read yet, in a few bytes each: many clients send all of a file before they read. Lines and ids are written
 * as their distance from the one before, in a variable number of bytes.
 */
final class ResultLog {

    private static final Map<Integer, Outcome.Result> RESULTS =
            Stream.of(Outcome.Result.values()).collect(Collectors.toMap(Outcome.Result::code, result -> result));
    private static final int BITS = 7;
    private static final int MORE = 0x80;
    private static final int OVERHEAD_OF_A_PART = 64;
    private static final byte[] NOTHING = {};

    /** Most refusals are one of a few, which are kept once. */
    private static final int MAX_KNOWN_ERRORS = 256;

    private final Map<String, Integer> knownErrors = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    private final Deque<byte[]> parts = new ArrayDeque<>();
    private final ByteArrayOutputStream writing = new ByteArrayOutputStream();
    private long writtenLine;
    private long writtenId;

    private byte[] reading = NOTHING;
    private int position;
    private long readLine;
    private long readId;
    private long bytes;

    /** Adds the result of a line; {@link #flush} makes it readable. */
    void add(long line, Outcome.Result result, @Nullable Long id, @Nullable String error) {
        number(line - writtenLine);
        writtenLine = line;
        writing.write(result.code() << 1 | (id == null ? 0 : 1));
        if (id != null) {
            number(id - writtenId);
            writtenId = id;
        }
        if (error != null) {
            add(error);
        }
    }

    private void add(String error) {
        if (knownErrors.size() < MAX_KNOWN_ERRORS && !knownErrors.containsKey(error)) {
            knownErrors.put(error, errors.size());
            errors.add(error);
        }
        var known = knownErrors.get(error);
        if (known == null) {
            var bytes = error.getBytes(StandardCharsets.UTF_8);
            number(-bytes.length);
            writing.writeBytes(bytes);
        } else {
            number(known);
        }
    }

    /** Ends a part of the results that were added. */
    void flush() {
        if (writing.size() > 0) {
            var part = writing.toByteArray();
            parts.add(part);
            bytes += part.length + OVERHEAD_OF_A_PART;
            writing.reset();
        }
    }

    /** How many bytes are kept. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return position == reading.length && parts.isEmpty();
    }

    /** Writes the next result as a line of JSON. There must be one. */
    void writeNext(StringBuilder out) {
        if (position == reading.length) {
            reading = parts.remove();
            position = 0;
            bytes -= reading.length + OVERHEAD_OF_A_PART;
        }
        readLine += number();
        int head = reading[position++];
        var result = Objects.requireNonNull(RESULTS.get(head >> 1));
        out.append("{\"line\":")
                .append(readLine)
                .append(",\"result\":\"")
                .append(result.json())
                .append("\",\"id\":");
        if ((head & 1) == 0) {
            out.append("null");
        } else {
            readId += number();
            out.append(readId);
        }
        if (result == Outcome.Result.REFUSED) {
            out.append(",\"error\":").append(error());
        }
        out.append("}\n");
    }

    private String error() {
        int known = (int) number();
        if (known >= 0) {
            return errors.get(known);
        }
        position -= known;
        return new String(reading, position + known, -known, StandardCharsets.UTF_8);
    }

    /** Small distances in either direction take few bytes. */
    private void number(long value) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & -MORE) != 0) {
            writing.write((int) (rest & MORE - 1) | MORE);
            rest >>>= BITS;
        }
        writing.write((int) rest);
    }

    private long number() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = reading[position++];
            value |= (long) (next & MORE - 1) << shift;
            shift += BITS;
        } while ((next & MORE) != 0);
        return value >>> 1 ^ -(value & 1);
    }
}
