package dev.billing.customers.api;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What all answers with a body share: they are JSON, and indented if the request says {@code pretty=1}. */
public class JsonResponseFilter {

    private final Call call;

    JsonResponseFilter(Call call) {
        this.call = call;
    }

    /**
     * Writes the body as a whole: the framework would send a long one in pieces of 8 kB, at the cost of a system call each.
     *
     * <p>JSON is UTF-8 and its media type has no charset parameter (RFC 8259, section 11); the framework would add one.
     */
    @ServerResponseFilter
    public void finish(ContainerResponseContext response) {
        if (response.hasEntity()) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            response.setEntity(call.write(response.getEntity()));
        }
    }
}
