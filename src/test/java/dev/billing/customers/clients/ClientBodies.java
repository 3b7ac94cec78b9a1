package dev.billing.customers.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.IOException;

/**
 * Writes the client's requests with Jackson, as in any other application. Only in the tests, where client and service are one
 * application, the client would take the service's {@code JsonBodyWriter}, which needs a request that is being answered.
 */
public class ClientBodies implements ClientRequestFilter {

    private final ObjectMapper json = CDI.current().select(ObjectMapper.class).get();

    @Override
    public void filter(ClientRequestContext request) throws IOException {
        if (request.hasEntity()) {
            request.setEntity(json.writeValueAsString(request.getEntity()));
        }
    }
}
