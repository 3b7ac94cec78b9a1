package dev.billing.customers.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.business.Permission;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Representation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** The request body for an API key. */
@RegisterForReflection
public final class ApiKeyInput implements Input {

    public JsonNullable<@Visible @Text(max = 255) String> name = JsonNullable.undefined();
    public @Nullable JsonNode permissions;
    public @Nullable JsonNode representation;

    /** Checks everything that is needed. */
    void check(Faults faults) {
        Input.require(faults, "name", name);
        faults.check(this::permissions);
        faults.check(this::representation);
    }

    /** The representation; the first one if none was sent. Throws {@code ApiException} 400 if there is no such one. */
    Representation representation() {
        return representation == null || representation.isNull()
                ? Representation.ENVELOPED
                : Representations.parse(representation);
    }

    /** The permissions. Throws {@code ApiException} 400 if there are none, or if one does not exist. */
    Set<String> permissions() {
        var named = new TreeSet<String>();
        if (permissions != null && permissions.isArray()) {
            permissions.forEach(permission -> named.add(permission.isTextual() ? permission.textValue() : ""));
        }
        if (named.isEmpty() || !Permission.ALL.containsAll(named)) {
            throw ApiException.invalid(
                    "permissions", "'permissions' must be an array of some of: " + new TreeSet<>(Permission.ALL) + ".");
        }
        return named;
    }
}
