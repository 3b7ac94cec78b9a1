package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.error.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a reader of events goes on, and how long it waits.
 *
 * @param after the id of the last event that it has seen
 * @param param where it comes from: a parameter or a header
 */
record Position(long after, String param) {

    static final String AFTER = "after";

    private static final String WAIT = "wait";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Shorter than the time after which common gateways give a silent connection up. */
    private static final int MAX_WAIT_SECONDS = 50;

    /** The position in the parameter {@code after}, if there is one. Throws {@link ApiException} 400 if it is not an id. */
    static Optional<Position> ofParameter(Call call) {
        return call.parameter(AFTER).map(text -> new Position(number(text, AFTER), AFTER));
    }

    /**
     * The position of a client that has lost its stream, or of {@link #ofParameter}. Throws {@link ApiException} 400 if it is not an id.
     */
    static Optional<Position> ofStream(Call call) {
        var header = call.headers(LAST_EVENT_ID);
        return header.isEmpty() || header.get(0).isEmpty()
                ? ofParameter(call)
                : Optional.of(new Position(number(header.get(0), LAST_EVENT_ID), LAST_EVENT_ID));
    }

    /** How long a reader waits for the next event. Throws {@link ApiException} 400 if that is not a number. */
    static Duration wait(Call call) {
        return Duration.ofSeconds(Math.min(
                MAX_WAIT_SECONDS,
                call.parameter(WAIT).map(text -> number(text, WAIT)).orElse(0L)));
    }

    private static long number(String text, String param) {
        if (!NUMBER.matcher(text).matches()) {
            throw ApiException.invalid(
                    param,
                    "'" + param + "' must be "
                            + (param.equals(WAIT)
                                    ? "a number of seconds."
                                    : "the id of an event, or 0 for all that are kept."));
        }
        return Long.parseLong(text);
    }
}
