package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.error.ApiException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Finds the position of a stream: what can fail must fail before a response with status 200 has begun. */
public class FollowingRequestFilter {

    private static final String POSITION = FollowingRequestFilter.class.getName();

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
    private static final double JITTER = 0.5;
    private static final int RETRIES = 10;

    private final EventRepository events;
    private final Followers followers;
    private final CurrentBusiness business;
    private final Call call;

    FollowingRequestFilter(EventRepository events, Followers followers, CurrentBusiness business, Call call) {
        this.events = events;
        this.followers = followers;
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
        var context = Vertx.currentContext();
        var position = Position.ofStream(call)
                .map(from -> followers.knows(businessId, from.after())
                        ? Uni.createFrom().item(from.after())
                        : events.check(businessId, from.after(), from.param()).replaceWith(from.after()))
                .orElseGet(() -> followers.newest(businessId));
        return Uni.createFrom()
                .deferred(() -> {
                    Deadline.renew();
                    return position;
                })
                .runSubscriptionOn(MutinyHelper.executor(context))
                // Browsers do not connect again after another status than 200, and all come at once when an instance is
                // restarted.
                .onFailure(FollowingRequestFilter::isTooMany)
                .retry()
                .withBackOff(MIN_PAUSE, MAX_PAUSE)
                .withJitter(JITTER)
                .atMost(RETRIES)
                .emitOn(MutinyHelper.executor(context))
                .invoke(found -> request.put(POSITION, found))
                .replaceWithVoid();
    }

    private static boolean isTooMany(Throwable failure) {
        return failure instanceof ApiException refused && refused.status() == TOO_MANY_REQUESTS;
    }

    /** The position that was found for a request. */
    static long position(RoutingContext request) {
        return request.<Long>get(POSITION);
    }
}
