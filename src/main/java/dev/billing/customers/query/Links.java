package dev.billing.customers.query;

import dev.billing.customers.query.Listing.PageLink;
import dev.billing.customers.url.Uris;
import dev.billing.customers.url.UrlParameters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Link header of a list, with its neighbouring pages (RFC 8288). */
public final class Links {

    private static final Set<String> OF_A_PAGE = Set.of(PageRequest.NUMBER, PageRequest.SIZE, ListRequest.CURSOR);

    private static final String SEPARATOR = ", ";
    private static final int MAX_LENGTH = 3072;
    private static final List<String> LEAST_NEEDED_FIRST = List.of("self", "first", "last", "previous", "next");

    private Links() {}

    /**
     * The header's value; empty if no link fits. A header of {@value #MAX_LENGTH} bytes passes the default buffers of gateways. If it
     * would be longer, the links that a caller needs least are left out.
     *
     * @param url the list's absolute URL without query, as the caller sees it
     * @param parameters of the request; all are kept as the caller wrote them, except those of the page
     * @param listing the page of the response
     */
    public static Optional<String> header(String url, UrlParameters parameters, Listing<?> listing) {
        var rest = rest(parameters, Set.of());
        var links = new LinkedHashMap<String, String>();
        int length = 0;
        for (var link : listing.links()) {
            var text = text(url, link, listing.page().size(), rest);
            links.put(link.relation(), text);
            length += text.length() + SEPARATOR.length();
        }
        for (var relation : LEAST_NEEDED_FIRST) {
            if (length <= MAX_LENGTH) {
                break;
            }
            var left = links.remove(relation);
            length -= left == null ? 0 : left.length() + SEPARATOR.length();
        }
        return Optional.of(String.join(SEPARATOR, links.values())).filter(header -> !header.isEmpty());
    }

    /**
     * The header of a list that goes on after its last row: the link to what comes then, also if there is nothing yet.
     *
     * @param name the parameter with the key after which rows are listed
     */
    public static String next(String url, UrlParameters parameters, String name, Object key, int size) {
        return "<" + url + "?" + name + "=" + key + "&per_page=" + size + rest(parameters, Set.of(name))
                + ">; rel=\"next\"";
    }

    private static String text(String url, PageLink link, int size, String rest) {
        var text = new StringBuilder("<")
                .append(url)
                .append("?page=")
                .append(link.page())
                .append("&per_page=")
                .append(size)
                .append(rest);
        if (link.cursor() != null) {
            text.append("&cursor=").append(link.cursor());
        }
        return text.append(">; rel=\"").append(link.relation()).append('"').toString();
    }

    /** Removes repeated parameters, so that links do not grow from page to page if a client adds a parameter to each link. */
    private static String rest(UrlParameters parameters, Set<String> replaced) {
        Set<String> kept = new LinkedHashSet<>();
        for (var parameter : parameters.all()) {
            if (!OF_A_PAGE.contains(parameter.name()) && !replaced.contains(parameter.name())) {
                kept.add("&" + Uris.escapeQuery(parameter.encoded()));
            }
        }
        return String.join("", kept);
    }
}
