package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.ApiExceptionMapper;
import dev.billing.customers.query.InvalidListException;
import dev.billing.customers.query.SlowListException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps the failures of list requests. */
public class ListExceptionMapper {

    private final ApiExceptionMapper mapper;

    ListExceptionMapper(ApiExceptionMapper mapper) {
        this.mapper = mapper;
    }

    /** 400 with the name of the parameter. */
    @ServerExceptionMapper
    public Response invalid(InvalidListException failure) {
        return mapper.toResponse(ApiException.invalid(failure.parameter(), failure.getMessage()));
    }

    /** 429: another list, or a retry, may succeed. */
    @ServerExceptionMapper
    public Response slow(SlowListException failure) {
        return mapper.toResponse(ApiException.tooMany(failure.getMessage()));
    }
}
