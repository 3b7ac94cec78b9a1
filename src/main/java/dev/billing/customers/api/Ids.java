package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import java.util.regex.Pattern;

public final class Ids {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");

    private Ids() {}

    /**
     * Parses the id in a path segment.
     *
     * @param what the kind of resource, for the message
     * @throws ApiException 404 if it is not an integer or is out of range, because no such resource can exist
     */
    public static long parse(String segment, String what) {
        if (!ID.matcher(segment).matches()) {
            throw ApiException.notFound(what);
        }
        try {
            return Long.parseLong(segment);
        } catch (NumberFormatException outOfRange) {
            throw ApiException.notFound(what);
        }
    }
}
