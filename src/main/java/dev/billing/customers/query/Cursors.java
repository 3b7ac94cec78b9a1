package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes cursors into links and reads them back. A cursor is signed together with all that it was made for: the rows that its
 * caller may see, the sort, the filters and the page. So one that was made up, altered, or taken from another list is refused.
 */
@ApplicationScoped
class Cursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    /** A link has to fit into a header; a list sorted by longer texts goes on by page numbers. */
    private static final int MAX_PAYLOAD_BYTES = 1500;

    private static final int KEY_OFFSET = 2;

    private final CursorSecret secret;
    private volatile Mac signer;

    Cursors(CursorSecret secret) {
        this.secret = secret;
    }

    /**
     * The text of a cursor; empty if it would be too long.
     *
     * @param purpose all that the cursor is made for, including its page
     */
    Optional<String> write(Cursor cursor, String purpose) {
        var json = new StringBuilder("[")
                .append(cursor.position().ordinal())
                .append(',')
                .append(cursor.rows());
        cursor.key().forEach(value -> json.append(',').append(json(value)));
        var payload = json.append(']').toString().getBytes(StandardCharsets.UTF_8);
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return Optional.empty();
        }
        var signed = Arrays.copyOf(payload, payload.length + SIGNATURE_BYTES);
        System.arraycopy(sign(payload, purpose), 0, signed, payload.length, SIGNATURE_BYTES);
        return Optional.of(encode(signed));
    }

    /**
     * The cursor that the text stands for.
     *
     * @param purpose what the cursor must have been made for
     * @param types of the key's values
     * @throws InvalidListException for any text that this service did not write for this purpose
     */
    Cursor read(String text, String purpose, List<? extends ValueType<?>> types) {
        try {
            var signed = Base64.getUrlDecoder().decode(text);
            var payload = Arrays.copyOf(signed, Math.max(0, signed.length - SIGNATURE_BYTES));
            var signature = Arrays.copyOfRange(signed, payload.length, signed.length);
            // Base64 has several texts for some bytes; only the one that was written is accepted.
            boolean canonical = encode(signed).equals(text);
            if (canonical && MessageDigest.isEqual(signature, sign(payload, purpose))) {
                return cursor(Filter.JSON.readTree(new String(payload, StandardCharsets.UTF_8)), types);
            }
        } catch (IllegalArgumentException | JsonProcessingException made) {
            // Answered below, like a wrong signature.
        }
        throw new InvalidListException(
                ListRequest.CURSOR,
                "This cursor does not belong to this list and page. Follow the links as they are, or leave the cursor out.");
    }

    private static String encode(byte[] signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private static Cursor cursor(JsonNode json, List<? extends ValueType<?>> types) {
        var key = new ArrayList<>();
        for (int i = KEY_OFFSET; i < json.size(); i++) {
            key.add(json.get(i).isNull() ? null : types.get(i - KEY_OFFSET).parse(json.get(i)));
        }
        return new Cursor(
                Cursor.Position.values()[json.get(0).intValue()], json.get(1).intValue(), key);
    }

    private static String json(Object value) {
        return value instanceof String text
                ? '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"'
                : String.valueOf(value);
    }

    private byte[] sign(byte[] payload, String purpose) {
        try {
            // Mac is not safe for use by several threads; a clone costs less than a new one.
            var mac = (Mac) signer().clone();
            mac.update(payload);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's " + ALGORITHM + " can be cloned", e);
        }
    }

    /** It is made when it is needed first; if that is twice at once, both are the same. */
    private Mac signer() {
        var known = signer;
        if (known != null) {
            return known;
        }
        try {
            var made = Mac.getInstance(ALGORITHM);
            made.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            signer = made;
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
