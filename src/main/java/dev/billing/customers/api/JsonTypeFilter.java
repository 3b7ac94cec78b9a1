package dev.billing.customers.api;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Sets the Content-Type of every response with a body but exports, which have another one. */
public class JsonTypeFilter {

    /** The media type of JSON has no charset parameter (RFC 8259, section 11); Quarkus REST would add one. */
    @ServerResponseFilter
    public void set(ContainerResponseContext response) {
        boolean isExport = response.getEntity() instanceof Envelope envelope
                && envelope.export().isPresent();
        if (response.hasEntity() && !isExport) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
