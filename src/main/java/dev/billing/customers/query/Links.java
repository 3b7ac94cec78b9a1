package dev.billing.customers.query;

import dev.billing.customers.query.Listing.PageLink;
import java.util.LinkedHashSet;
import java.util.Set;

/** The Link header of a list: where its neighbouring pages are (RFC 8288). */
public final class Links {

    private static final Set<String> OF_A_PAGE = Set.of(Page.NUMBER, Page.SIZE, ListRequest.CURSOR);

    private Links() {}

    /**
     * The header's value.
     *
     * @param url the list's absolute URL without query, as the caller sees it
     * @param parameters of the request; all but those of the page are kept, as the caller wrote them
     * @param listing the page that is answered
     */
    public static String header(String url, Parameters parameters, Listing<?> listing) {
        var rest = rest(parameters);
        var header = new StringBuilder();
        for (var link : listing.links()) {
            append(header, url, link, listing.page().size(), rest);
        }
        return header.toString();
    }

    private static void append(StringBuilder header, String url, PageLink link, int size, String rest) {
        header.append(header.isEmpty() ? "<" : ", <")
                .append(url)
                .append("?page=")
                .append(link.page())
                .append("&per_page=")
                .append(size)
                .append(rest);
        if (link.cursor() != null) {
            header.append("&cursor=").append(link.cursor());
        }
        header.append(">; rel=\"").append(link.relation()).append('"');
    }

    /** A parameter that a client added again to a link stays one parameter, so that links do not grow from page to page. */
    private static String rest(Parameters parameters) {
        Set<String> kept = new LinkedHashSet<>();
        for (var parameter : parameters.all()) {
            if (!OF_A_PAGE.contains(parameter.name())) {
                kept.add("&" + Uris.escape(parameter.encoded()));
            }
        }
        return String.join("", kept);
    }
}
