package dev.billing.customers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.api.Text;
import dev.billing.customers.api.Visible;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/** What a caller may send for an endpoint. An undefined property is left alone. */
@RegisterForReflection
public final class WebhookInput implements Input {

    public JsonNullable<@Visible @Text(max = 2000) String> url = JsonNullable.undefined();
    public JsonNullable<@Visible @Text(max = 10) String> status = JsonNullable.undefined();

    /** Java's null if it was not sent; JSON's null is all. */
    public @Nullable JsonNode types;

    /**
     * Checks what a new endpoint needs.
     *
     * @param allowPlain whether its URL may be one of plain HTTP
     */
    void checkNew(Collection<String> knownTypes, boolean allowPlain, Faults faults) {
        Input.require(faults, "url", url);
        if (status.isPresent()) {
            faults.add(ApiException.invalid("status", "A new endpoint is active."));
        }
        checkTypesAndUrl(knownTypes, allowPlain, faults);
    }

    /** Checks an edit. */
    void check(Collection<String> knownTypes, boolean allowPlain, Faults faults) {
        if (status.isPresent() && !List.of(Webhook.ACTIVE, Webhook.PAUSED).contains(status.get())) {
            faults.add(ApiException.invalid("status", "'status' must be 'active' or 'paused'."));
        }
        checkTypesAndUrl(knownTypes, allowPlain, faults);
    }

    private void checkTypesAndUrl(Collection<String> knownTypes, boolean allowPlain, Faults faults) {
        faults.check(() -> types(knownTypes));
        if (url.isPresent() && url.get() != null) {
            faults.check(() -> WebhookUrl.parse(url.get(), allowPlain));
        }
    }

    /** Whether the types were sent. */
    boolean hasTypes() {
        return types != null;
    }

    /** The types, in order and separated by commas; null for all. Throws {@link ApiException} 400 if one is not known. */
    @Nullable
    String types(Collection<String> known) {
        if (types == null || types.isNull()) {
            return null;
        }
        var sent = new ArrayList<String>();
        if (types.isTextual()) {
            sent.addAll(List.of(types.textValue().split(",")));
        } else {
            types.forEach(type -> sent.add(type.isTextual() ? type.textValue() : ""));
        }
        if (sent.isEmpty() || !known.containsAll(sent) || !(types.isTextual() || types.isArray())) {
            throw ApiException.invalid(
                    "types",
                    "'types' must be null for all events, or an array of some of: "
                            + String.join(", ", new TreeSet<>(known)) + ".");
        }
        return String.join(",", new TreeSet<>(sent));
    }

    /** The types in their column. */
    static List<String> types(@Nullable String column) {
        return column == null ? List.of() : Stream.of(column.split(",")).toList();
    }
}
