package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.query.Decimals;
import dev.billing.customers.query.Representation;
import dev.billing.customers.url.UrlParameters;
import dev.billing.customers.url.UrlParameters.Parameter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullableModule;

/**
 * The SHA-256 of a request's method, path, parameters, representation and body. Formatting does not matter: a retry may have its members
 * and parameters in another order, and may be a form instead of JSON.
 */
final class Fingerprint {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JsonNullableModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private static final Comparator<Parameter> IN_ORDER_OF_NAMES =
            Comparator.comparing(Parameter::name).thenComparing(Parameter::value);

    private Fingerprint() {}

    static byte[] of(
            String method, String path, UrlParameters parameters, Representation representation, @Nullable Input body) {
        var digest = Sha256.digest();
        add(digest, method);
        add(digest, path);
        parameters.all().stream()
                .filter(parameter -> !parameter.name().equals(Representations.PARAMETER))
                .sorted(IN_ORDER_OF_NAMES)
                .forEach(parameter -> {
                    add(digest, parameter.name());
                    add(digest, parameter.value());
                });
        if (representation != Representation.ENVELOPED) {
            add(digest, representation.version());
        }
        if (body != null) {
            add(digest, JSON.valueToTree(body));
        }
        return digest.digest();
    }

    /** Form values are always text, so numbers and booleans are treated as text here. */
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

    /** The number in plain notation, as in a form; huge exponents are not expanded. */
    private static String plain(BigDecimal number) {
        return Decimals.isWritable(number) ? number.stripTrailingZeros().toPlainString() : number.toString();
    }

    /** Adds the length before each part, so that different requests never have the same text. */
    private static void add(MessageDigest digest, String part) {
        digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }
}
