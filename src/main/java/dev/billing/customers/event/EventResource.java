package dev.billing.customers.event;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Ids;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.KeyCheck;
import dev.billing.customers.business.Permission;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.EventRepository.Batch;
import dev.billing.customers.query.ListRequest;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What was changed in a business, in order: as a list, one after the other, and as a stream. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventResource implements ApiResource {

    private static final String EVENTS = "events";

    private final EventRepository events;
    private final Followers followers;
    private final KeyCheck keys;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;

    EventResource(
            EventRepository events,
            Followers followers,
            KeyCheck keys,
            CurrentBusiness business,
            Call call,
            Responses responses) {
        this.events = events;
        this.followers = followers;
        this.keys = keys;
        this.business = business;
        this.call = call;
        this.responses = responses;
    }

    /** One page, or with {@code after} the next events, for which the caller may wait. */
    @GET
    @Exportable
    @PermissionsAllowed({Permission.READ, Permission.EVENTS})
    @Listed(also = {Listed.AFTER, Listed.WAIT})
    public Uni<RestResponse<Envelope>> list() {
        var request = call.listRequest(Event.TABLE);
        var wait = Position.wait(call);
        return Position.ofParameter(call)
                .map(position -> after(request, position, wait))
                .orElseGet(() -> events.list(business.id(), request).map(listing -> responses.list(EVENTS, listing)));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed({Permission.READ, Permission.EVENTS})
    public Uni<RestResponse<Envelope>> fetch(@RestPath String id) {
        return events.fetch(business.id(), Ids.parse(id, Event.NAME)).map(event -> responses.ok(Event.NAME, event));
    }

    /** The events from now on, or after the last one that a client has seen. */
    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @PermissionsAllowed({Permission.READ, Permission.EVENTS})
    @Following
    @Listed(isPaged = false, also = Listed.AFTER)
    public Multi<OutboundSseEvent> stream(@Context Sse sse, @Context RoutingContext caller) {
        long businessId = business.id();
        var request = call.listRequest(Event.TABLE);
        long position = FollowingRequestFilter.position(caller);
        followers.enter(businessId);
        return new EventStream(businessId, request, position, followers, keys, call, sse, caller)
                .events()
                .onTermination()
                .invoke(() -> followers.leave(businessId));
    }

    private Uni<RestResponse<Envelope>> after(ListRequest<Event> request, Position position, Duration wait) {
        long businessId = business.id();
        if (request.isExport()) {
            throw ApiException.invalid(
                    Position.AFTER,
                    "'after' has no meaning here: an export has all events. Leave it out, or ask for application/json.");
        }
        if (request.isPaged()) {
            throw ApiException.invalid(
                    Position.AFTER,
                    "'after' gives the next events in their order. Send it without 'page', 'cursor' and 'sort'.");
        }
        return events.check(businessId, position.after(), position.param())
                .chain(() -> events.after(businessId, request, position.after()))
                .flatMap(batch -> batch.events().isEmpty() && !wait.isZero()
                        ? awaited(businessId, request, batch.position(), wait)
                        : Uni.createFrom().item(batch))
                .map(batch ->
                        responses.listAfter(EVENTS, batch.events(), Position.AFTER, batch.position(), request.size()));
    }

    private Uni<Batch> awaited(long businessId, ListRequest<Event> request, long position, Duration wait) {
        followers.enter(businessId);
        return next(businessId, request, position, System.nanoTime() + wait.toNanos())
                .onTermination()
                .invoke(() -> followers.leave(businessId));
    }

    private Uni<Batch> next(long businessId, ListRequest<Event> request, long position, long until) {
        var context = Vertx.currentContext();
        return followers
                .await(businessId, position, Duration.ofNanos(Math.max(0, until - System.nanoTime())))
                .emitOn(MutinyHelper.executor(context))
                .invoke(Deadline::renew)
                .chain(() -> followers.after(businessId, request, position))
                .flatMap(batch -> batch.events().isEmpty() && until - System.nanoTime() > 0 && !followers.isDraining()
                        ? next(businessId, request, batch.position(), until)
                        : Uni.createFrom().item(batch));
    }
}
