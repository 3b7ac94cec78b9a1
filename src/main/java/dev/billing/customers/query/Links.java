package dev.billing.customers.query;

import java.util.LinkedHashSet;
import java.util.Set;

/** The Link header of a list: where its neighbouring pages are (RFC 8288). */
public final class Links {

    private Links() {}

    /**
     * The header's value: self, first, previous and next where they exist, last.
     *
     * @param url the list's absolute URL without query, as the caller sees it
     * @param parameters of the request; all but the page are kept, as the caller wrote them
     * @param listing the page that is answered
     */
    public static String header(String url, Parameters parameters, Listing<?> listing) {
        var page = listing.page();
        int last = page.last(listing.total());
        var rest = rest(parameters);
        var header = new StringBuilder();
        append(header, "self", url, page.number(), page.size(), rest);
        append(header, "first", url, 1, page.size(), rest);
        if (page.number() > 1) {
            append(header, "previous", url, Math.min(page.number() - 1, last), page.size(), rest);
        }
        if (page.number() < last) {
            append(header, "next", url, page.number() + 1, page.size(), rest);
        }
        append(header, "last", url, last, page.size(), rest);
        return header.toString();
    }

    private static void append(StringBuilder header, String relation, String url, int page, int size, String rest) {
        header.append(header.isEmpty() ? "<" : ", <")
                .append(url)
                .append("?page=")
                .append(page)
                .append("&per_page=")
                .append(size)
                .append(rest)
                .append(">; rel=\"")
                .append(relation)
                .append('"');
    }

    /** A parameter that a client added again to a link stays one parameter, so that links do not grow from page to page. */
    private static String rest(Parameters parameters) {
        Set<String> kept = new LinkedHashSet<>();
        for (var parameter : parameters.all()) {
            if (!parameter.name().equals(Page.NUMBER) && !parameter.name().equals(Page.SIZE)) {
                kept.add("&" + Uris.escape(parameter.encoded()));
            }
        }
        return String.join("", kept);
    }
}
