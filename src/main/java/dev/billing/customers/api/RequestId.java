package dev.billing.customers.api;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request, which is in its response and in its log lines. */
public final class RequestId {

    /** The header of the id, in requests and responses. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private RequestId() {}

    /** The id that the client sent if it is valid, otherwise a new one. */
    public static String of(@Nullable String sent) {
        return sent != null && SANE.matcher(sent).matches() ? sent : random();
    }

    /** Ids need not be hard to guess, so this avoids secure random numbers, which cost more. */
    private static String random() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
