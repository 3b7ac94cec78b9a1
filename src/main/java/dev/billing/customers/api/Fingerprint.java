package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.url.Parameters;
import dev.billing.customers.url.Parameters.Parameter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.Map;
import org.openapitools.jackson.nullable.JsonNullableModule;

/**
 * What a request asks for, as a SHA-256 of its method, path, parameters and body. How it is written does not count: a client that
 * sends a request again may order members and parameters otherwise, and send a form in place of JSON.
 */
final class Fingerprint {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JsonNullableModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private static final Comparator<Parameter> IN_ORDER_OF_NAMES =
            Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

    private static final int MAX_EXPONENT = 40;

    private Fingerprint() {}

    /** The fingerprint of a request whose body was read as this; null if it has none. */
    static byte[] of(String method, String path, Parameters parameters, Input body) {
        var digest = Sha256.digest();
        add(digest, method);
        add(digest, path);
        parameters.all().stream().sorted(IN_ORDER_OF_NAMES).forEach(parameter -> {
            add(digest, parameter.name());
            add(digest, parameter.value());
        });
        if (body != null) {
            add(digest, JSON.valueToTree(body));
        }
        return digest.digest();
    }

    /** A form has text for values of every type, so numbers and booleans count as text here. */
    private static void add(MessageDigest digest, JsonNode node) {
        if (node.isContainerNode()) {
            add(digest, node.getNodeType() + " " + node.size());
            node.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
                add(digest, member.getKey());
                add(digest, member.getValue());
            });
            if (node.isArray()) {
                node.elements().forEachRemaining(element -> add(digest, element));
            }
        } else {
            add(digest, node.isNull() ? "null" : "value");
            add(digest, node.isNumber() ? plain(node.decimalValue()) : node.asText());
        }
    }

    /** As a form would have it; huge exponents are left as they are. */
    private static String plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= MAX_EXPONENT ? stripped.toPlainString() : stripped.toString();
    }

    /** Each part says how long it is, so that no two requests have the same text. */
    private static void add(MessageDigest digest, String part) {
        digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }
}
