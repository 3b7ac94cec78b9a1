package dev.billing.customers.support;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the answers to list requests. */
public final class ListAnswers {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>; rel=\"([a-z]+)\"");

    private ListAnswers() {}

    /** The URLs in the Link header, by their relation. */
    public static Map<String, String> links(Response list) {
        var links = new HashMap<String, String>();
        LINK.matcher(list.header("Link")).results().forEach(link -> links.put(link.group(2), link.group(1)));
        return links;
    }

    /** The ids of the customers, in order. */
    public static List<Long> ids(Response list) {
        return list.jsonPath().getList("customers.id", Long.class);
    }
}
