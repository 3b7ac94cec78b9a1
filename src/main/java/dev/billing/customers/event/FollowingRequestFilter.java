package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.error.ApiException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Finds the position of a stream: what can fail must fail before a response with status 200 has begun. */
public class FollowingRequestFilter {

    private static final String POSITION = FollowingRequestFilter.class.getName();

    private final EventRepository events;
    private final CurrentBusiness business;
    private final Call call;

    FollowingRequestFilter(EventRepository events, CurrentBusiness business, Call call) {
        this.events = events;
        this.business = business;
        this.call = call;
    }

    /**
     * Keeps the position for {@link #position}: the one that the client names, otherwise that of the newest event. Fails with
     * {@link ApiException} 400 or 410 if it is none.
     */
    @Following
    @ServerRequestFilter
    public Uni<Void> find(RoutingContext request) {
        long businessId = business.id();
        return Position.ofStream(call)
                .map(from ->
                        events.check(businessId, from.after(), from.param()).replaceWith(from.after()))
                .orElseGet(() -> events.newest(businessId))
                .invoke(position -> request.put(POSITION, position))
                .replaceWithVoid();
    }

    /** The position that was found for a request. */
    static long position(RoutingContext request) {
        return request.<Long>get(POSITION);
    }
}
