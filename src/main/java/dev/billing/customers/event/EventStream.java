package dev.billing.customers.event;

import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.business.KeyCheck;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.event.EventRepository.Batch;
import dev.billing.customers.query.ListRequest;
import dev.billing.customers.query.TableRow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The events of a business as a stream of Server-Sent Events (WHATWG HTML, section 9.2), from a position on. It reads only what its client
 * takes: a slow client holds nothing but its connection.
 *
 * <p>It ends when its key is no longer valid, and when the instance is shut down; the client then connects again, and goes on after the last
 * event that it has seen.
 */
final class EventStream {

    /** The longest time without a byte, so that clients and gateways see that the connection is alive. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Duration KEY_CHECK = Duration.ofSeconds(2);

    /** How long clients wait before they connect again. They do not all come at once. */
    private static final int MIN_RETRY_MILLIS = 500;

    private static final int MAX_RETRY_MILLIS = 2500;
    private static final int RETRY_MILLIS_OF_A_READER = 10;

    private final long businessId;
    private final ListRequest<Event> request;
    private final Followers followers;
    private final KeyCheck keys;
    private final Call call;
    private final Sse sse;
    private final RoutingContext caller;
    private final Context context = Vertx.currentContext();
    private long position;
    private boolean ended;
    private long sentAt = System.nanoTime();
    private long checkedAt = System.nanoTime();

    EventStream(
            long businessId,
            ListRequest<Event> request,
            long position,
            Followers followers,
            KeyCheck keys,
            Call call,
            Sse sse,
            RoutingContext caller) {
        this.businessId = businessId;
        this.request = request;
        this.position = position;
        this.followers = followers;
        this.keys = keys;
        this.call = call;
        this.sse = sse;
        this.caller = caller;
    }

    /** The stream. A client that has to wait for the first event sees at once that it is connected. */
    Multi<OutboundSseEvent> events() {
        var all = Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(some -> !ended)
                .onItem()
                .<OutboundSseEvent>transformToMultiAndConcatenate(
                        some -> Multi.createFrom().iterable(some));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(hint("connected")), all);
    }

    private Uni<List<OutboundSseEvent>> next() {
        Deadline.renew();
        long now = System.nanoTime();
        if (followers.isDraining()) {
            return end("the instance is shut down");
        }
        if (now - checkedAt >= KEY_CHECK.toNanos()) {
            checkedAt = now;
            return keys.isValid(caller).flatMap(isValid -> isValid ? read() : end("the API key is no longer valid"));
        }
        return read();
    }

    private Uni<List<OutboundSseEvent>> read() {
        return followers
                .await(businessId, position, KEY_CHECK)
                .emitOn(MutinyHelper.executor(context))
                .invoke(Deadline::renew)
                .chain(() -> followers.after(businessId, request, position))
                .map(this::sent)
                // If the database is away, the stream goes on when it is back.
                .onFailure(ApiException.class)
                .recoverWithItem(List.of())
                .map(events -> events.isEmpty() ? heartbeat() : events);
    }

    private List<OutboundSseEvent> sent(Batch batch) {
        position = batch.position();
        return batch.events().stream().map(this::event).toList();
    }

    private OutboundSseEvent event(TableRow<Event> event) {
        sentAt = System.nanoTime();
        return sse.newEventBuilder()
                .id(Long.toString(event.get(Event.ID)))
                .name(event.get(Event.TYPE))
                .data(new String(call.json(Envelope.of(Event.NAME, event)), StandardCharsets.UTF_8))
                .build();
    }

    private List<OutboundSseEvent> heartbeat() {
        if (System.nanoTime() - sentAt < HEARTBEAT.minus(KEY_CHECK).toNanos()) {
            return List.of();
        }
        sentAt = System.nanoTime();
        return List.of(sse.newEventBuilder().comment("waiting").build());
    }

    private Uni<List<OutboundSseEvent>> end(String reason) {
        ended = true;
        return Uni.createFrom().item(List.of(hint(reason)));
    }

    /** A comment that also says how long a client should wait before it connects again. */
    private OutboundSseEvent hint(String comment) {
        return sse.newEventBuilder()
                .comment(comment)
                .reconnectDelay(ThreadLocalRandom.current()
                        .nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS + followers.readers() * RETRY_MILLIS_OF_A_READER))
                .build();
    }
}
