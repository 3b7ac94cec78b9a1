package dev.billing.customers.business;

import dev.billing.customers.api.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The secret of an API key: random, shown once, and stored only as a hash. It ends with a checksum, so that other text is rejected
 * without a database query. Older keys without a checksum are still valid.
 */
final class ApiKeySecret {

    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "ck_";
    private static final char END_OF_CELL = '.';

    private ApiKeySecret() {}

    /**
     * Generates a key of 256 random bits. Its prefix lets people and secret scanners recognise it.
     *
     * @param cell part of the prefix, so that a gateway finds the cell of the key; may be empty
     */
    static String generate(String cell) {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        var prefix = cell.isEmpty() ? PREFIX : PREFIX + cell + END_OF_CELL;
        return prefix
                + encode(ByteBuffer.allocate(RANDOM_BYTES + Integer.BYTES)
                        .put(bytes)
                        .putInt(checksum(prefix, bytes))
                        .array());
    }

    /** Whether a text can be a key: it has the prefix and the length of a key, and a correct checksum if there is one. */
    static boolean isPossible(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int start = Math.max(PREFIX.length(), text.indexOf(END_OF_CELL) + 1);
            var body = text.substring(start);
            var decoded = Base64.getUrlDecoder().decode(body);
            if (!encode(decoded).equals(body)) {
                return false;
            }
            if (decoded.length == RANDOM_BYTES) {
                return start == PREFIX.length();
            }
            var bytes = ByteBuffer.wrap(decoded);
            var random = new byte[RANDOM_BYTES];
            return decoded.length == RANDOM_BYTES + Integer.BYTES
                    && bytes.get(random).getInt() == checksum(text.substring(0, start), random);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The SHA-256 of a key. A slow hash is not needed, because keys cannot be guessed. */
    static byte[] hash(String key) {
        return Sha256.of(key);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static int checksum(String prefix, byte[] random) {
        var checksum = new CRC32();
        checksum.update(prefix.getBytes(StandardCharsets.UTF_8));
        checksum.update(random);
        return (int) checksum.getValue();
    }
}
