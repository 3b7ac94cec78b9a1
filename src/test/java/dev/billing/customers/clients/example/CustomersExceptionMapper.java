package dev.billing.customers.clients.example;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Makes an exception of each answer with a status of 400 or more. */
public class CustomersExceptionMapper implements ResponseExceptionMapper<CustomersException> {

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ErrorBody(String type, String message, String param) {}

    @Override
    public CustomersException toThrowable(Response response) {
        var body = body(response);
        return new CustomersException(
                response.getStatus(),
                body.type(),
                body.message(),
                body.param(),
                response.getHeaderString("X-Request-Id"),
                retryAfter(response));
    }

    /** A gateway may answer with something other than JSON. */
    private static ErrorBody body(Response response) {
        try {
            if (MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType())) {
                return response.readEntity(ErrorBody.class);
            }
        } catch (ProcessingException notTheBodyThatWasAnnounced) {
            // The status says enough.
        }
        return new ErrorBody(null, "The service answered " + response.getStatus(), null);
    }

    /** This service sends seconds; a gateway may send a date. */
    private static Duration retryAfter(Response response) {
        var seconds = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("[0-9]{1,4}")
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : Duration.ZERO;
    }
}
