package dev.billing.customers.webhook;

import dev.billing.customers.database.Deadline;
import dev.billing.customers.event.EventLog;
import dev.billing.customers.event.EventLog.Entry;
import dev.billing.customers.webhook.Leases.End;
import dev.billing.customers.webhook.Leases.Lease;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the next events to an endpoint while this instance has its lease. Events of one customer are sent one after the other; one that
 * fails holds back those of the same customer, and those of others only when a whole page of them has been delivered. Everything runs on
 * one Vert.x context, so no synchronization is needed.
 */
final class Delivery {

    /** How many customers' events are sent at the same time. */
    private static final int AT_ONCE = 8;

    /** After as many failures in a row, the endpoint is taken for broken, and the rest is not tried. */
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private static final int GONE = 410;
    private static final double JITTER = 0.2;
    private static final int GROWTH = 3;

    private final Lease lease;
    private final EventLog events;
    private final Leases leases;
    private final WebhookClient client;
    private final WebhookSettings settings;
    private final Attempts meters;
    private final Set<Long> delivered;
    private int failuresInARow;
    private long seen;
    private boolean isFull;
    private boolean isLost;
    private boolean isGone;

    Delivery(
            Lease lease,
            EventLog events,
            Leases leases,
            WebhookClient client,
            WebhookSettings settings,
            Attempts meters) {
        this.lease = lease;
        this.events = events;
        this.leases = leases;
        this.client = client;
        this.settings = settings;
        this.meters = meters;
        this.delivered = new HashSet<>(lease.delivered());
    }

    /** Counts attempts. */
    interface Attempts {
        void count(boolean isDelivered);
    }

    /**
     * How far events have come.
     *
     * @param position up to which all are delivered
     * @param failing the first one that is not; null if none is left
     */
    private record Progress(long position, @Nullable Entry failing, boolean hasMore) {}

    /** Delivers some events, and ends the lease. True if there may be more to deliver at once. */
    Uni<Boolean> run() {
        var endpoint = lease.endpoint();
        return events.after(endpoint.businessId(), lease.types(), lease.position())
                .invoke(page -> isFull = page.isFull())
                .flatMap(page -> deliver(page.entries(), page.position(), lease.position()))
                .flatMap(live -> live.failing() == null && lease.resendUntil() > 0
                        ? resend().flatMap(again -> leave(live, again))
                        : leave(live, null));
    }

    private Uni<Progress> resend() {
        return events.after(lease.endpoint().businessId(), lease.types(), lease.resendAfter())
                .flatMap(page -> {
                    delivered.clear();
                    var wanted = page.entries().stream()
                            .filter(event -> event.id() <= lease.resendUntil())
                            .toList();
                    long end = Math.min(page.position(), lease.resendUntil());
                    // There may be no event up to the last one that is wanted.
                    boolean isLast = page.entries().isEmpty()
                            || wanted.size() < page.entries().size();
                    return deliver(wanted, isLast ? lease.resendUntil() : end, lease.resendAfter());
                });
    }

    private Uni<Progress> deliver(List<Entry> all, long end, long start) {
        var waiting = waiting(all);
        // Events that are sent again are older than those that were looked at before.
        seen = Math.max(seen, all.isEmpty() ? end : all.get(all.size() - 1).id());
        Collection<List<Entry>> bySubject = all.stream()
                .filter(event -> !delivered.contains(event.id()) && !waiting.contains(event.subject()))
                .collect(Collectors.groupingBy(Entry::subject, LinkedHashMap::new, Collectors.toList()))
                .values();
        return Multi.createFrom()
                .iterable(bySubject)
                .onItem()
                .transformToUni(this::inOrder)
                .merge(AT_ONCE)
                .collect()
                .last()
                .map(done -> progress(all, end, start));
    }

    /** The subjects with an event that has failed, and must not be tried again yet. */
    private Set<String> waiting(List<Entry> all) {
        return lease.waitsUntil() == 0
                ? Set.of()
                : all.stream()
                        .filter(event -> event.id() <= lease.seen() && !delivered.contains(event.id()))
                        .map(Entry::subject)
                        .collect(Collectors.toSet());
    }

    private Uni<Void> inOrder(List<Entry> ofOneSubject) {
        if (ofOneSubject.isEmpty() || isLost || isGone || failuresInARow >= MAX_FAILURES_IN_A_ROW) {
            return Uni.createFrom().voidItem();
        }
        var event = ofOneSubject.get(0);
        return attempt(event)
                .flatMap(isDelivered -> isDelivered
                        ? inOrder(ofOneSubject.subList(1, ofOneSubject.size()))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> attempt(Entry event) {
        long begun = System.nanoTime();
        var body = body(event);
        return client.post(WebhookUrl.parse(lease.url(), true), headers(event, body), body)
                .invoke(Deadline::renew)
                .flatMap(outcome -> leases.note(
                                lease.endpoint(), event, outcome, (System.nanoTime() - begun) / 1_000_000)
                        .map(isHeld -> {
                            isLost |= !isHeld;
                            isGone |= Integer.valueOf(GONE).equals(outcome.status());
                            meters.count(outcome.isDelivered());
                            if (outcome.isDelivered()) {
                                delivered.add(event.id());
                                failuresInARow = 0;
                            } else {
                                failuresInARow++;
                            }
                            return isHeld && outcome.isDelivered();
                        }));
    }

    private Map<String, String> headers(Entry event, String body) {
        long now = leases.now();
        var id = "evt_" + event.id();
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "customers-webhooks",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now),
                "webhook-signature",
                WebhookSecret.sign(lease.secrets(), id, now, body));
    }

    /** As the specification recommends it: the type, the time of the event, and the event as its data. */
    private static String body(Entry event) {
        return "{\"type\":\"" + event.type() + "\",\"timestamp\":\"" + Instant.ofEpochSecond(event.createdAt())
                + "\",\"data\":" + event.json() + "}";
    }

    private Progress progress(List<Entry> all, long end, long start) {
        long position = start;
        for (var event : all) {
            if (!delivered.contains(event.id())) {
                return new Progress(position, event, false);
            }
            position = event.id();
        }
        return new Progress(end, null, !all.isEmpty());
    }

    private Uni<Boolean> leave(Progress live, @Nullable Progress again) {
        if (isLost) {
            return Uni.createFrom().item(false);
        }
        var failing = Optional.ofNullable(live.failing())
                .or(() -> Optional.ofNullable(again).map(Progress::failing))
                .map(Entry::id)
                .orElse(0L);
        long now = leases.now();
        boolean isSame = failing != 0 && failing == lease.failingEvent();
        boolean hasWaited = isSame && lease.waitsUntil() > 0;
        int failures = failing == 0 ? 0 : hasWaited ? lease.failures() : isSame ? lease.failures() + 1 : 1;
        long since = failing == 0 ? 0 : isSame ? lease.failingSince() : now;
        long nextAt = failing == 0
                ? 0
                : hasWaited ? lease.waitsUntil() : now + pause(failures).toSeconds();
        // Then events of others are not tried before the next attempt either: the endpoint is broken, or no later ones
        // can be looked at.
        boolean allWait = failuresInARow >= MAX_FAILURES_IN_A_ROW || isFull && live.position() == lease.position();
        var later = new TreeSet<>(live.failing() == null ? Set.<Long>of() : delivered);
        var end = new End(
                live.position(),
                later.tailSet(live.position(), false),
                failing,
                since,
                failures,
                nextAt,
                reason(failing, since, now),
                again == null ? lease.resendAfter() : again.position(),
                failing != 0 && allWait ? Long.MAX_VALUE : seen);
        boolean hasMore = failing == 0 && (live.hasMore() || again != null && again.position() < lease.resendUntil());
        return leases.leave(lease, end).replaceWith(hasMore);
    }

    private String reason(long failing, long since, long now) {
        if (isGone) {
            return "The endpoint has answered 410 Gone.";
        }
        return failing != 0 && now - since >= settings.giveUpAfter().toSeconds()
                ? "Event " + failing + " could not be delivered for "
                        + settings.giveUpAfter().toHours() + " hours."
                : "";
    }

    /** Each pause is longer than the one before, and a little shorter or longer than that of other endpoints. */
    private Duration pause(int failures) {
        double seconds = settings.firstPause().toMillis() / 1000.0 * Math.pow(GROWTH, Math.min(failures, 20) - 1.0);
        double limited = Math.min(seconds, settings.maxPause().toMillis() / 1000.0);
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.round(limited * jitter * 1000));
    }
}
