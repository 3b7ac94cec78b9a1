package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.ApiExceptionMapper;
import dev.billing.customers.query.InvalidListException;
import dev.billing.customers.query.SlowListException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says to callers what is wrong with the list that they asked for. */
public class ListExceptionMapper {

    private final ApiExceptionMapper mapper;

    ListExceptionMapper(ApiExceptionMapper mapper) {
        this.mapper = mapper;
    }

    /** 400, naming the parameter. */
    @ServerExceptionMapper
    public Response invalid(InvalidListException failure) {
        return mapper.answer(ApiException.invalid(failure.parameter(), failure.getMessage()));
    }

    /** 429: another list, or a later attempt, may be answered. */
    @ServerExceptionMapper
    public Response slow(SlowListException failure) {
        return mapper.answer(ApiException.tooMany(failure.getMessage()));
    }
}
