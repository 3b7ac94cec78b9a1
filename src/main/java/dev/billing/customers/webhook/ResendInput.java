package dev.billing.customers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Which events are sent again: one, or all from one to another. */
@RegisterForReflection
public final class ResendInput implements Input {

    public @Nullable JsonNode event;
    public @Nullable JsonNode from;
    public @Nullable JsonNode to;

    /** Checks both ends. */
    void check(Faults faults) {
        faults.check(this::first);
        if (event == null && from != null && to != null) {
            faults.check(this::last);
        }
    }

    /** The first one. Throws {@link ApiException} 400 if there is none, or if both forms are mixed. */
    long first() {
        if ((event == null) == (from == null) || (from == null) != (to == null)) {
            throw ApiException.invalid(
                    "Send 'event' with the id of one event, or 'from' and 'to' with the first and the last one.");
        }
        return event == null ? id("from", from) : id("event", event);
    }

    /** The last one. Throws {@link ApiException} 400 if it is before the first one. */
    long last() {
        long last = event == null ? id("to", to) : id("event", event);
        if (last < first()) {
            throw ApiException.invalid("to", "'to' must not be before 'from'.");
        }
        return last;
    }

    private static long id(String name, @Nullable JsonNode sent) {
        long id = -1;
        if (sent != null && sent.isIntegralNumber() && sent.canConvertToLong()) {
            id = sent.longValue();
        } else if (sent != null && sent.isTextual() && sent.textValue().matches("[0-9]{1,18}")) {
            id = Long.parseLong(sent.textValue());
        }
        if (id < 1) {
            throw ApiException.invalid(name, "'" + name + "' must be the id of an event.");
        }
        return id;
    }
}
