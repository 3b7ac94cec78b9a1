package dev.billing.customers.customer;

import dev.billing.customers.api.Sha256;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Short hashes of texts that are compared with each other, where a text itself would take too much memory. */
final class Hashes {

    private static final long OF_NULL = 0;

    private Hashes() {}

    /** 64 bits of the SHA-256. */
    static long of(@Nullable String text) {
        return text == null ? OF_NULL : ByteBuffer.wrap(Sha256.of(text)).getLong();
    }
}
