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
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the cursors of links. A cursor is signed together with its purpose: the scope, the sort, the filters and the page.
 * A cursor that is forged, altered, or taken from another list is rejected.
 */
@ApplicationScoped
class Cursors {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    /** A link must fit into a header. A list that is sorted by longer texts uses page numbers instead. */
    private static final int MAX_PAYLOAD_BYTES = 1500;

    private static final int KEY_OFFSET = 2;

    private final CursorSecret secret;
    private volatile @Nullable Mac signer;

    Cursors(CursorSecret secret) {
        this.secret = secret;
    }

    /**
     * Encodes a cursor; empty if the text would be too long.
     *
     * @param purpose the list and page that the cursor is valid for
     */
    Optional<String> write(Cursor cursor, String purpose) {
        var json = new StringBuilder("[")
                .append(cursor.position().code())
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
     * Decodes a cursor.
     *
     * @param purpose the list and page that the cursor must be valid for
     * @param types the types of the key's values
     * @throws InvalidListException for any text that this service did not encode for this purpose
     */
    Cursor read(String text, String purpose, List<? extends ValueType<?>> types) {
        try {
            var signed = Base64.getUrlDecoder().decode(text);
            var payload = Arrays.copyOf(signed, Math.max(0, signed.length - SIGNATURE_BYTES));
            var signature = Arrays.copyOfRange(signed, payload.length, signed.length);
            // Base64 can encode the same bytes as several texts; only the original one is accepted.
            boolean canonical = encode(signed).equals(text);
            if (canonical && MessageDigest.isEqual(signature, sign(payload, purpose))) {
                return cursor(FilterParameters.JSON.readTree(new String(payload, StandardCharsets.UTF_8)), types);
            }
        } catch (IllegalArgumentException | JsonProcessingException made) {
            // Rejected below, like a wrong signature.
        }
        throw new InvalidListException(
                ListRequest.CURSOR,
                "This cursor does not belong to this list and page. Follow the links as they are, or leave the cursor out.");
    }

    private static String encode(byte[] signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private static Cursor cursor(JsonNode json, List<? extends ValueType<?>> types) {
        var key = new ArrayList<@Nullable Object>();
        for (int i = KEY_OFFSET; i < json.size(); i++) {
            key.add(json.get(i).isNull() ? null : types.get(i - KEY_OFFSET).parse(json.get(i)));
        }
        return new Cursor(
                Cursor.Position.of(json.get(0).intValue()), json.get(1).intValue(), key);
    }

    private static String json(@Nullable Object value) {
        return value instanceof String text
                ? '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"'
                : String.valueOf(value);
    }

    private byte[] sign(byte[] payload, String purpose) {
        try {
            // Mac is not thread-safe; cloning it costs less than creating a new one.
            var mac = (Mac) signer().clone();
            mac.update(payload);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's " + ALGORITHM + " can be cloned", e);
        }
    }

    /** Created on first use. If two threads create it at the same time, both results are equal. */
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
