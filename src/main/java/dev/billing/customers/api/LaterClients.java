package dev.billing.customers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;

/** How the clients of the API of later years write objects. */
final class LaterClients {

    private LaterClients() {}

    /** What they mean: an empty text is null, and an empty array, as PHP writes it, is an object without members. */
    static JsonNode object(JsonNode sent) {
        if (sent.isArray() && sent.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        sent.properties().forEach(member -> {
            if (member.getValue().isTextual() && member.getValue().textValue().isEmpty()) {
                member.setValue(NullNode.getInstance());
            }
        });
        return sent;
    }
}
