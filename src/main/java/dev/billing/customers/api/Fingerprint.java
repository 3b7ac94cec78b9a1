package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.url.Parameters;
import dev.billing.customers.url.Parameters.Parameter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;

/**
 * What a request asks for, as a SHA-256 of its method, path, parameters and body. How it is written does not count: a client that
 * sends a request again may order members and parameters otherwise.
 */
final class Fingerprint {

    private static final ObjectWriter IN_ORDER = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build()
            .writer();

    private static final Comparator<Parameter> IN_ORDER_OF_NAMES =
            Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

    private Fingerprint() {}

    /** The fingerprint of a request whose body was read as this; null if it has none. */
    static byte[] of(String method, String path, Parameters parameters, JsonNode body) {
        var digest = Sha256.digest();
        add(digest, method);
        add(digest, path);
        parameters.all().stream().sorted(IN_ORDER_OF_NAMES).forEach(parameter -> {
            add(digest, parameter.name());
            add(digest, parameter.value());
        });
        add(digest, body == null ? "" : write(body));
        return digest.digest();
    }

    /** Each part says how long it is, so that no two requests have the same text. */
    private static void add(MessageDigest digest, String part) {
        digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }

    private static String write(JsonNode body) {
        try {
            return IN_ORDER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
