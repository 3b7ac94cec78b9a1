package dev.billing.customers.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.business.Permission;
import dev.billing.customers.error.ApiException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import java.util.TreeSet;
import org.openapitools.jackson.nullable.JsonNullable;

/** What an operator may send for an API key. */
@RegisterForReflection
public final class ApiKeyInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();
    public JsonNode permissions;

    /** The name. Throws {@code ApiException} 400 if there is none. */
    String name() {
        Input.require("name", name);
        return name.get();
    }

    /** The permissions. Throws {@code ApiException} 400 if there is none, or one that does not exist. */
    Set<String> permissions() {
        var named = new TreeSet<String>();
        boolean texts = permissions != null && permissions.isArray();
        if (texts) {
            permissions.forEach(permission -> named.add(permission.isTextual() ? permission.textValue() : ""));
        }
        if (named.isEmpty() || !Permission.ALL.containsAll(named)) {
            throw ApiException.invalid(
                    "permissions", "'permissions' must be an array of some of: " + new TreeSet<>(Permission.ALL) + ".");
        }
        return named;
    }
}
