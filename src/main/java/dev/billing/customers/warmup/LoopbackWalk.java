package dev.billing.customers.warmup;

import dev.billing.customers.business.TemporaryKey;
import dev.billing.customers.http.OwnRequests;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the instance its most frequent requests over loopback, again and again, so that everything that serves them is compiled. The
 * customers in the responses are made up, and nothing is stored. It ends early when it does not get faster any more.
 */
@ApplicationScoped
class LoopbackWalk implements Walk {

    private static final int WALKERS = 8;
    private static final long LOOK_MILLIS = 1000;
    private static final double FASTER = 1.05;
    private static final int STEADY_LOOKS = 3;
    private static final long PAUSE_MILLIS = 100;
    private static final long LAST_ANSWER_MILLIS = 1000;

    private final OwnRequests requests;
    private final TemporaryKey keys;
    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable String failure;

    LoopbackWalk(OwnRequests requests, TemporaryKey keys, HttpServer server) {
        this.requests = requests;
        this.keys = keys;
        this.server = server;
    }

    @Override
    public String take(Duration time) throws InterruptedException {
        long begun = System.nanoTime();
        var key = keys.generate();
        keys.renew(key);
        requests.begin(key);
        var walkers = new ArrayList<Thread>();
        try {
            for (int i = 0; i < WALKERS; i++) {
                var walker = new Thread(this::walk, "warm-up-" + i);
                walker.setDaemon(true);
                walkers.add(walker);
                walker.start();
            }
            watch(key, begun + time.toNanos());
            end.countDown();
            for (var walker : walkers) {
                walker.join(LAST_ANSWER_MILLIS);
            }
        } finally {
            end.countDown();
            requests.end();
            keys.end(key);
        }
        return report(System.nanoTime() - begun);
    }

    /** The walk ends with its next steps, so that the instance ends no later. */
    void leave(@Observes ShutdownDelayInitiatedEvent leaving) {
        end.countDown();
    }

    void stop(@Observes ShutdownEvent ending) {
        end.countDown();
    }

    /** Returns when the time is over, the walk has to end, or it does not get faster. */
    private void watch(String key, long until) throws InterruptedException {
        int best = 0;
        int steady = 0;
        int before = 0;
        for (long left = until - System.nanoTime();
                left > 0 && steady < STEADY_LOOKS;
                left = until - System.nanoTime()) {
            if (end.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)), TimeUnit.NANOSECONDS)) {
                return;
            }
            keys.renew(key);
            int now = answers.get();
            steady = now - before > best * FASTER ? 0 : steady + 1;
            best = Math.max(best, now - before);
            before = now;
        }
    }

    private String report(long nanos) {
        var done = String.format(
                Locale.ROOT,
                "Warmed up: %d requests in %.1f s",
                answers.get(),
                nanos / (double) TimeUnit.SECONDS.toNanos(1));
        return failure == null ? done : done + ", and " + failures + " failures such as: " + failure;
    }

    private void walk() {
        while (end.getCount() > 0) {
            try (var connection = new Connection(server.getPort(), requests)) {
                for (var steps = new Steps(); end.getCount() > 0; ) {
                    int status = connection.send(steps.next(connection.link()));
                    if (Steps.isExpected(status)) {
                        answers.incrementAndGet();
                    } else {
                        fail("HTTP status " + status);
                    }
                }
            } catch (IOException lost) {
                fail(lost.toString());
            }
        }
    }

    private void fail(String why) {
        try {
            if (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                failures.incrementAndGet();
                failure = why;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            end.countDown();
        }
    }
}
