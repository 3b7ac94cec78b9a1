package dev.billing.customers.api;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes all response bodies as JSON, indented if the request has {@code pretty=1}. */
public class JsonResponseFilter {

    private final Call call;

    JsonResponseFilter(Call call) {
        this.call = call;
    }

    /**
     * Writes the body as a whole: Quarkus REST would send a long one in pieces of 8 kB, with one system call each.
     *
     * <p>The media type of JSON has no charset parameter (RFC 8259, section 11); Quarkus REST would add one.
     */
    @ServerResponseFilter
    public void finish(ContainerResponseContext response) {
        if (response.hasEntity()) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            response.setEntity(call.write(response.getEntity()));
        }
    }
}
