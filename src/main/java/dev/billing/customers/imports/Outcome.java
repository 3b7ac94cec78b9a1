package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line.
 *
 * @param id of the object; null if it was refused, or would be created
 * @param refusal why it was refused; null if it was not
 */
public record Outcome(
        Result result, @Nullable Long id, @Nullable ApiException refusal) {

    /** What became of a line, in one word. */
    public enum Result {
        CREATED(0),
        UPDATED(1),
        UNCHANGED(2),
        REFUSED(3);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        /** A small number for it. */
        int code() {
            return code;
        }

        /** The spelling in the response. */
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A line that was stored, or had nothing new. */
    public static Outcome of(Result result, @Nullable Long id) {
        return new Outcome(result, id, null);
    }

    /** A line that was refused. */
    public static Outcome refused(ApiException refusal) {
        return new Outcome(Result.REFUSED, null, refusal);
    }
}
