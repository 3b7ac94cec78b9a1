package dev.billing.customers.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of every 4xx and 5xx response (contract, "Errors").
 *
 * @param type who has to act: the caller or this service
 * @param message what went wrong and what to do about it, for people
 * @param param the invalid request parameter or property, if there is a single one
 * @param errors everything that is wrong with the body, beginning with the above; null if that is all
 */
@JsonPropertyOrder({"type", "message", "param", "errors"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record ApiError(
        Type type,
        String message,
        @Nullable String param,
        @Nullable List<Fault> errors) {

    /** Who has to act on an error. */
    public enum Type {
        /** 4xx: the request has to change. */
        INVALID_REQUEST,
        /** 5xx: the service failed; the same request may succeed later. */
        API;

        /** The spelling in the JSON body. */
        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
