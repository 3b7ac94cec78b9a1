package dev.billing.customers.query;

import dev.billing.customers.error.ApiException;
import java.util.regex.Pattern;

/**
 * Which part of a list is asked for (contract, "Lists").
 *
 * @param number from 1
 * @param size rows on a page, from 1 to {@value #MAX_SIZE}
 */
public record Page(int number, int size) {

    /** The default size, and the largest one: a larger wish is taken as this. */
    public static final int MAX_SIZE = 100;

    static final String NUMBER = "page";
    static final String SIZE = "per_page";

    private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]*");
    private static final int INT_DIGITS = 10;

    /** Reads {@code page} and {@code per_page}. Throws {@link ApiException} 400 for what is no positive integer. */
    public static Page parse(Parameters parameters) {
        long number = parse(parameters, NUMBER, 1);
        if (number > Integer.MAX_VALUE) {
            throw ApiException.invalid(NUMBER, "'page' must be at most " + Integer.MAX_VALUE + ".");
        }
        return new Page((int) number, (int) Math.min(MAX_SIZE, parse(parameters, SIZE, MAX_SIZE)));
    }

    /** How many rows come before this page. */
    public long offset() {
        return (number - 1L) * size;
    }

    /** The number of the last page of a list; an empty list has one page. */
    public int last(long total) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (total + size - 1) / size));
    }

    private static long parse(Parameters parameters, String name, long absent) {
        var text = parameters.value(name);
        if (text.isEmpty()) {
            return absent;
        }
        if (!POSITIVE.matcher(text.get()).matches()) {
            throw ApiException.invalid(name, "'" + name + "' must be an integer from 1.");
        }
        var digits = text.get().replaceFirst("^0+", "");
        return digits.length() > INT_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
