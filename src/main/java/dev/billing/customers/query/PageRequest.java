package dev.billing.customers.query;

import dev.billing.customers.url.UrlParameters;
import java.util.regex.Pattern;

/**
 * The page of a list that is requested (contract, "Lists").
 *
 * @param number from 1
 * @param size rows on a page, from 1 to {@value #MAX_SIZE}
 */
public record PageRequest(long number, int size) {

    /** The default and the maximum size; a larger size is reduced to this. */
    public static final int MAX_SIZE = 100;

    /** The largest page number whose offset fits into 64 bits. */
    public static final long MAX_NUMBER = Long.MAX_VALUE / MAX_SIZE;

    static final String NUMBER = "page";
    static final String SIZE = "per_page";

    private static final Pattern POSITIVE = Pattern.compile("0*([1-9][0-9]*)");
    private static final int MAX_DIGITS = 18;

    /** Parses {@code page} and {@code per_page}. Throws {@link InvalidListException} if one is not a positive integer. */
    static PageRequest parse(UrlParameters parameters) {
        long number = parse(parameters, NUMBER, 1);
        if (number > MAX_NUMBER) {
            throw new InvalidListException(NUMBER, "'page' must be at most " + MAX_NUMBER + ".");
        }
        return new PageRequest(number, (int) Math.min(MAX_SIZE, parse(parameters, SIZE, MAX_SIZE)));
    }

    /** How many rows come before this page. */
    public long offset() {
        return (number - 1) * size;
    }

    /** The number of the last page of a list; an empty list has one page. */
    public long last(long total) {
        return Math.max(1, (total + size - 1) / size);
    }

    private static long parse(UrlParameters parameters, String name, long absent) {
        var text = parameters.value(name);
        if (text.isEmpty()) {
            return absent;
        }
        var positive = POSITIVE.matcher(text.get());
        if (!positive.matches()) {
            throw new InvalidListException(name, "'" + name + "' must be an integer from 1.");
        }
        var digits = positive.group(1);
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
