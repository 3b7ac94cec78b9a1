package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip (RFC 1952) whose bytes arrive in pieces, of one member or several. Java's own stream for it would wait for bytes. It holds one
 * piece, packed and unpacked.
 */
final class Gunzip implements AutoCloseable {

    private static final ApiException UNREADABLE = ApiException.invalid("The body is not readable gzip.");
    private static final ApiException CUT = ApiException.invalid("The body ends in the middle of its gzip.");

    private static final int PIECE = 64 << 10;
    private static final byte[] NOTHING = {};

    /** The fixed part of a header: two bytes of identification, the method, flags, and six bytes that say nothing of the content. */
    private static final int HEADER = 10;

    private static final int[] IDENTIFICATION = {0x1f, 0x8b, 8};
    private static final int FLAGS = 3;
    private static final int TRAILER = 8;

    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private enum Part {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        CONTENT,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private byte[] packed = NOTHING;
    private int position;
    private Part part = Part.HEADER;
    private int count;
    private int flags;
    private long number;
    private boolean any;

    /** Adds the next packed bytes, after {@link #poll} has returned null. */
    void add(byte[] bytes) {
        packed = bytes;
        position = 0;
        if (part == Part.CONTENT) {
            inflater.setInput(packed);
        }
    }

    /** The next unpacked bytes; null if more packed ones are needed. Throws {@link ApiException} 400 if this is no gzip. */
    byte @Nullable [] poll() {
        while (position < packed.length) {
            if (part == Part.CONTENT) {
                var content = inflate();
                if (content.length > 0) {
                    return content;
                }
            } else {
                take(packed[position++] & 0xff);
            }
        }
        return null;
    }

    /** No more bytes will come. Throws {@link ApiException} 400 if they end too early. */
    void end() {
        if (part != Part.HEADER || count > 0) {
            throw any ? CUT : UNREADABLE;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private byte[] inflate() {
        var content = new byte[PIECE];
        try {
            int length = inflater.inflate(content);
            position = packed.length - inflater.getRemaining();
            checksum.update(content, 0, length);
            if (inflater.finished()) {
                next(Part.TRAILER);
            } else if (length == 0 && !inflater.needsInput()) {
                throw UNREADABLE; // It needs a dictionary.
            }
            return length == PIECE ? content : Arrays.copyOf(content, length);
        } catch (DataFormatException e) {
            throw UNREADABLE;
        }
    }

    private void take(int value) {
        switch (part) {
            case HEADER -> header(value);
            case EXTRA_LENGTH -> {
                number |= (long) value << 8 * count;
                if (++count == 2) {
                    long length = number;
                    next(length == 0 ? after(HAS_EXTRA) : Part.EXTRA);
                    number = length;
                }
            }
            case EXTRA -> {
                if (++count == number) {
                    next(after(HAS_EXTRA));
                }
            }
            case NAME -> {
                if (value == 0) {
                    next(after(HAS_NAME));
                }
            }
            case COMMENT -> {
                if (value == 0) {
                    next(after(HAS_COMMENT));
                }
            }
            case CHECKSUM -> {
                if (++count == 2) {
                    next(Part.CONTENT);
                }
            }
            default -> trailer(value);
        }
    }

    private void header(int value) {
        if (count < IDENTIFICATION.length && value != IDENTIFICATION[count]) {
            throw UNREADABLE;
        }
        any = true;
        if (count == FLAGS) {
            flags = value;
            if ((flags & RESERVED) != 0) {
                throw UNREADABLE;
            }
        }
        if (++count == HEADER) {
            next((flags & HAS_EXTRA) != 0 ? Part.EXTRA_LENGTH : after(HAS_EXTRA));
        }
    }

    /** The part behind an optional one, whether that is there or not. */
    private Part after(int flag) {
        if (flag == HAS_EXTRA && (flags & HAS_NAME) != 0) {
            return Part.NAME;
        }
        if (flag != HAS_COMMENT && (flags & HAS_COMMENT) != 0) {
            return Part.COMMENT;
        }
        return (flags & HAS_CHECKSUM) != 0 ? Part.CHECKSUM : Part.CONTENT;
    }

    private void trailer(int value) {
        number |= (long) value << 8 * count;
        if (++count == TRAILER) {
            long expected = checksum.getValue() | (inflater.getBytesWritten() & 0xffffffffL) << 32;
            if (number != expected) {
                throw UNREADABLE;
            }
            next(Part.HEADER);
        }
    }

    private void next(Part following) {
        part = following;
        count = 0;
        number = 0;
        if (part == Part.CONTENT) {
            inflater.reset();
            checksum.reset();
            inflater.setInput(packed, position, packed.length - position);
        }
    }
}
