package dev.billing.customers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What all answers with a body share: they are JSON, and indented where the request says {@code pretty=1}. */
public class JsonAnswers {

    private final ObjectMapper json;
    private final Exchange exchange;

    JsonAnswers(ObjectMapper json, Exchange exchange) {
        this.json = json;
        this.exchange = exchange;
    }

    /** JSON is UTF-8 and its media type has no charset parameter (RFC 8259, section 11); the framework would add one. */
    @ServerResponseFilter
    public void finish(ContainerResponseContext response) throws JsonProcessingException {
        if (response.hasEntity()) {
            response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
            if (exchange.isPretty()) {
                response.setEntity(json.writerWithDefaultPrettyPrinter().writeValueAsString(response.getEntity()));
            }
        }
    }
}
