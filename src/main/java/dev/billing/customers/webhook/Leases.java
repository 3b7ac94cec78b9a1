package dev.billing.customers.webhook;

import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.database.Sweep;
import dev.billing.customers.event.EventLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which instance delivers to an endpoint. An instance takes an endpoint for some seconds, and notes each attempt as long as it has it. If
 * it is killed, another one goes on when the time is over.
 */
@ApplicationScoped
class Leases {

    /** How many endpoints of one business an instance delivers to at the same time. */
    static final int MAX_OF_A_BUSINESS = 10;

    /** Longer than an attempt may take, after each of which it begins anew. */
    private static final Duration LEASE = Duration.ofSeconds(25);

    /** Over all businesses. An endpoint that has nothing to do is found in no index, and costs one look at the newest event. */
    private static final String DUE = """
            select business_id, id
            from (select business_id, id, next_at, row_number() over (partition by business_id order by next_at, id) as place
                  from webhook
                  where status = 'active' and leased_until < $1
                    and (next_at <= $1 and resend_until is not null or exists (
                        select from event
                        where event.business_id = webhook.business_id
                          and event.id > case when next_at <= $1 then webhook.position else webhook.seen end))) as due
            where place <= $3
            order by next_at
            limit $2
            """;

    private static final String LAG = """
            select coalesce(max($1 - (
                select created_at from event
                where event.business_id = webhook.business_id and event.id > webhook.position
                order by event.id
                limit 1)), 0)::bigint
            from webhook
            where status = 'active'
            """;

    private static final String TAKE = """
            update webhook
            set lease = $3, leased_until = $4
            where business_id = $1 and id = $2 and status = 'active' and leased_until < $5
            returning case when next_at > $5 then next_at else 0 end as waits_until, seen, url, types, secret,
                case when old_secret_until > $5 then old_secret end as old_secret, position, delivered, failing_event,
                failing_since, failures, resend_after, resend_until
            """;

    private static final String NOTE =
            "select webhook_attempt_add($1, $2, $3, $4, $5, $6, nullif($7::integer, 0), nullif($8, ''), $9)";

    private static final String LEAVE = """
            update webhook
            set position = $4, delivered = $5, failing_event = nullif($6::bigint, 0), failing_since = nullif($7::bigint, 0),
                failures = $8, next_at = $9, seen = $14, status = $10, paused_because = nullif($11, ''), leased_until = 0,
                resend_after = case when resend_until = $13 then $12 else resend_after end,
                resend_until = case when resend_until = $13 and $12 >= $13 then null else resend_until end
            where business_id = $1 and id = $2 and lease = $3 and status = 'active'
            """;

    private final Database database;
    private final Sweep attempts;
    private final Clock clock;
    private final Duration keepAttempts;
    private final String instance = UUID.randomUUID().toString();

    Leases(Database database, Clock clock, WebhookSettings settings) {
        this.database = database;
        this.attempts = Sweep.of(database, "webhook_attempt", "id", "created_at");
        this.clock = clock;
        this.keepAttempts = settings.keepAttempts();
    }

    /** An endpoint that has something to do. */
    record Due(long businessId, long id) {}

    /**
     * An endpoint that this instance delivers to at the moment.
     *
     * @param secrets the current one first
     * @param waitsUntil when what has failed may be tried again; 0 for now
     * @param seen the last event that was looked at
     * @param position all events up to it have been delivered
     * @param delivered later events that have been delivered, too
     * @param failingEvent 0 if none fails
     * @param resendAfter events that are sent again are after this one; 0 for none
     * @param resendUntil and up to this one
     */
    record Lease(
            Due endpoint,
            String url,
            List<String> types,
            List<String> secrets,
            long waitsUntil,
            long seen,
            long position,
            Set<Long> delivered,
            long failingEvent,
            long failingSince,
            int failures,
            long resendAfter,
            long resendUntil) {

        private static Lease of(Due endpoint, Row row) {
            var secrets = new ArrayList<>(List.of(row.getString("secret")));
            @Nullable String old = row.getString("old_secret");
            if (old != null) {
                secrets.add(old);
            }
            return new Lease(
                    endpoint,
                    row.getString("url"),
                    WebhookInput.types(row.getString("types")),
                    secrets,
                    row.getLong("waits_until"),
                    row.getLong("seen"),
                    row.getLong("position"),
                    new HashSet<>(List.of(row.getArrayOfLongs("delivered"))),
                    orZero(row.getLong("failing_event")),
                    orZero(row.getLong("failing_since")),
                    row.getInteger("failures"),
                    orZero(row.getLong("resend_after")),
                    orZero(row.getLong("resend_until")));
        }

        private static long orZero(@Nullable Long value) {
            return value == null ? 0 : value;
        }
    }

    /**
     * What is true of an endpoint when its lease ends.
     *
     * @param pausedBecause empty if it goes on
     * @param resentTo up to where events have been sent again
     * @param seen the last event that was looked at
     */
    record End(
            long position,
            Set<Long> delivered,
            long failingEvent,
            long failingSince,
            int failures,
            long nextAt,
            String pausedBecause,
            long resentTo,
            long seen) {}

    /** Endpoints of all businesses that have something to do. */
    Uni<List<Due>> due(int limit) {
        return database.query(Statement.of(DUE, now(), (long) limit, (long) MAX_OF_A_BUSINESS))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Due(row.getLong(0), row.getLong(1)))
                        .toList());
    }

    /** How old the oldest event is that an active endpoint has not got, in seconds. */
    Uni<Long> lag() {
        return database.query(Statement.of(LAG, now()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Takes an endpoint; null if another instance has it, or if it was deleted or paused. */
    Uni<@Nullable Lease> take(Due endpoint) {
        long now = now();
        return database.query(Statement.of(
                        TAKE, endpoint.businessId(), endpoint.id(), instance, now + LEASE.toSeconds(), now))
                .map(rows -> rows.size() == 0
                        ? null
                        : Lease.of(endpoint, rows.iterator().next()));
    }

    /** Notes an attempt, and keeps the lease. False if it is lost. */
    Uni<Boolean> note(Due endpoint, EventLog.Entry event, WebhookClient.Outcome outcome, long millis) {
        long now = now();
        return database.query(Statement.of(
                        NOTE,
                        endpoint.businessId(),
                        endpoint.id(),
                        instance,
                        now + LEASE.toSeconds(),
                        event.id(),
                        now,
                        outcome.status() == null ? 0 : outcome.status(),
                        outcome.error() == null ? "" : outcome.error(),
                        millis))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Ends a lease. */
    Uni<Void> leave(Lease lease, End end) {
        return database.query(Statement.of(
                        LEAVE,
                        lease.endpoint().businessId(),
                        lease.endpoint().id(),
                        instance,
                        end.position(),
                        end.delivered().toArray(Long[]::new),
                        end.failingEvent(),
                        end.failingSince(),
                        end.failures(),
                        end.nextAt(),
                        end.pausedBecause().isEmpty() ? Webhook.ACTIVE : Webhook.PAUSED,
                        end.pausedBecause(),
                        end.resentTo(),
                        lease.resendUntil(),
                        end.seen()))
                .replaceWithVoid();
    }

    /** Deletes attempts that were kept long enough. */
    @Scheduled(every = "{customers.webhooks.delete-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> deleteAttempts() {
        return attempts.run(clock.instant().minus(keepAttempts).getEpochSecond());
    }

    long now() {
        return clock.instant().getEpochSecond();
    }
}
