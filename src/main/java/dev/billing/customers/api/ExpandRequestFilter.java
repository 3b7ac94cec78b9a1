package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects an {@code expand} parameter with a name that the operation does not declare as {@link Expandable}. */
public class ExpandRequestFilter {

    private final Call call;

    ExpandRequestFilter(Call call) {
        this.call = call;
    }

    /** Throws {@link ApiException} 400 for any other name. A DELETE returns nothing that could be expanded. */
    @ServerRequestFilter
    public void check(ResourceInfo resource) {
        var names = call.expand();
        if (names.isEmpty() || call.isMethod(HttpMethod.DELETE)) {
            return;
        }
        var expandable = resource.getResourceMethod().getAnnotation(Expandable.class);
        if (expandable == null) {
            throw ApiException.invalid("expand", "Nothing can be expanded here.");
        }
        if (!names.stream().allMatch(expandable.value()::equals)) {
            throw ApiException.invalid("expand", "'expand' takes: " + expandable.value() + ".");
        }
    }
}
