package dev.billing.customers.api;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The id of a request, by which its answer and its log lines are found. */
public final class RequestId {

    /** The header of it, in requests and answers. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private RequestId() {}

    /** The id that a caller sent, if it is a sane one, or a new one. */
    public static String of(String sent) {
        return sent != null && SANE.matcher(sent).matches() ? sent : random();
    }

    /** Nobody gains by guessing an id, so it needs no secure random numbers, which cost more. */
    private static String random() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
