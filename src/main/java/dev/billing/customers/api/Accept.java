package dev.billing.customers.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a client accepts: its Accept headers (RFC 9110, section 12.5.1). Parts that cannot be read are ignored. */
final class Accept {

    private static final Pattern WEIGHT = Pattern.compile("q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");
    private static final String ANY = "*";

    /** A media range, such as {@code text/*}, with its weight. Other parameters are not compared. */
    private record Range(String type, String subtype, double weight) {

        /** How closely the range describes a media type; 0 if it does not. */
        int precision(String otherType, String otherSubtype) {
            if (type.equals(ANY)) {
                return subtype.equals(ANY) ? 1 : 0;
            }
            if (!type.equals(otherType)) {
                return 0;
            }
            return subtype.equals(ANY) ? 2 : subtype.equals(otherSubtype) ? 3 : 0;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    Accept(List<String> headers) {
        for (var header : headers) {
            for (var part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                add(part.split(";", -1));
            }
        }
    }

    private void add(String[] part) {
        var type = part[0].strip().split("/", -1);
        if (type.length == 2) {
            ranges.add(new Range(type[0].strip(), type[1].strip(), weight(part)));
        }
    }

    private static double weight(String[] part) {
        return Stream.of(part)
                .skip(1)
                .map(parameter -> WEIGHT.matcher(parameter.strip()))
                .filter(weight -> weight.matches())
                .findFirst()
                .map(weight -> Double.parseDouble(weight.group(1)))
                .orElse(1.0);
    }

    /** How much the client wants a media type, from 0, if it is not accepted, to 1. The range that describes it most closely counts. */
    double weight(String type, String subtype) {
        int best = 0;
        double weight = 0;
        for (var range : ranges) {
            int precision = range.precision(type, subtype);
            if (precision > best || precision == best && precision > 0 && range.weight() > weight) {
                best = precision;
                weight = range.weight();
            }
        }
        return weight;
    }
}
