package dev.billing.customers.error;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every failure of a resource, or of the REST layer around it, to {@link ApiError}. */
public class ApiExceptionMapper {

    /** The challenge that every 401 has (RFC 7617). */
    public static final String CHALLENGE = "Basic realm=\"customers\"";

    /** {@code Retry-After} in seconds if the database is unavailable. */
    public static final String RETRY_AFTER_SECONDS = "2";

    /** {@code Retry-After} in seconds if the caller had more requests at once than its share. */
    public static final String RETRY_OWN_EXCESS_AFTER_SECONDS = "1";

    private final FailureLog log;

    ApiExceptionMapper(FailureLog log) {
        this.log = log;
    }

    /**
     * The one mapper for all failures. The specific types are listed because Quarkus has its own mappers for them, which this one
     * replaces.
     */
    @ServerExceptionMapper({
        ApiException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class,
        NotFoundException.class,
        NotAllowedException.class,
        WebApplicationException.class,
        Throwable.class
    })
    public Response toResponse(Throwable failure) {
        var explained = Failures.explain(failure);
        log.log(failure, explained.status());
        var response = Response.status(explained.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(explained.error());
        headers(explained.status()).forEach(response::header);
        return response.build();
    }

    /** The headers that a response with this error status requires. */
    public static Map<String, String> headers(int status) {
        return switch (status) {
            case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            case 409 -> Map.of(HttpHeaders.RETRY_AFTER, RETRY_OWN_EXCESS_AFTER_SECONDS);
            case 429 -> Map.of(HttpHeaders.RETRY_AFTER, RETRY_OWN_EXCESS_AFTER_SECONDS);
            case 503 -> Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            default -> Map.of();
        };
    }
}
