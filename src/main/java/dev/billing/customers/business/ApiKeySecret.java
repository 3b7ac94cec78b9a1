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

    private ApiKeySecret() {}

    /** Generates a key of 256 random bits. Its prefix lets people and secret scanners recognise it. */
    static String generate() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX
                + encode(ByteBuffer.allocate(RANDOM_BYTES + Integer.BYTES)
                        .put(bytes)
                        .putInt(checksum(bytes))
                        .array());
    }

    /** Whether a text can be a key: it has the prefix and the length of a key, and a correct checksum if there is one. */
    static boolean isPossible(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            var body = text.substring(PREFIX.length());
            var decoded = Base64.getUrlDecoder().decode(body);
            if (!encode(decoded).equals(body)) {
                return false;
            }
            if (decoded.length == RANDOM_BYTES) {
                return true;
            }
            var bytes = ByteBuffer.wrap(decoded);
            var random = new byte[RANDOM_BYTES];
            return decoded.length == RANDOM_BYTES + Integer.BYTES
                    && bytes.get(random).getInt() == checksum(random);
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

    private static int checksum(byte[] random) {
        var checksum = new CRC32();
        checksum.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
        checksum.update(random);
        return (int) checksum.getValue();
    }
}
