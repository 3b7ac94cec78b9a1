package dev.billing.customers.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.billing.customers.api.Input;
import dev.billing.customers.error.ApiException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For how long the secret before signs, too. */
@RegisterForReflection
public final class RotateInput implements Input {

    private static final Duration DEFAULT = Duration.ofDays(1);
    private static final Duration MAX = Duration.ofDays(7);

    public @Nullable JsonNode overlap;

    /** The time. Throws {@link ApiException} 400 if it is no number of seconds, or too long. */
    Duration overlap() {
        if (overlap == null || overlap.isNull()) {
            return DEFAULT;
        }
        var text = overlap.asText();
        if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > MAX.toSeconds()) {
            throw ApiException.invalid(
                    "overlap", "'overlap' must be a number of seconds, at most " + MAX.toSeconds() + ".");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
