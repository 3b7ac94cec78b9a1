package dev.billing.customers.warmup;

import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** When an instance that warms up is ready. */
class WarmUpReadinessTest {

    private static final Duration SOME_TIME = Duration.ofSeconds(10);

    private final CountDownLatch walking = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);

    @Test
    void it_is_ready_when_the_walk_is_over() throws Exception {
        var warmUp = new WarmUp(
                time -> {
                    walking.countDown();
                    arrived.await();
                    return "walked";
                },
                SOME_TIME);
        start(warmUp);

        assertThat(readiness(warmUp)).isEqualTo(Status.DOWN);
        begin(warmUp);
        walking.await();
        assertThat(readiness(warmUp)).isEqualTo(Status.DOWN);
        arrived.countDown();
        await().until(() -> readiness(warmUp) == Status.UP);
        assertThat(warmUp.report()).isEqualTo("walked");
    }

    @Test
    void it_is_ready_when_the_walk_failed() {
        var warmUp = new WarmUp(
                time -> {
                    throw new IllegalStateException("lost");
                },
                SOME_TIME);
        start(warmUp);
        begin(warmUp);

        await().until(() -> readiness(warmUp) == Status.UP);
    }

    @Test
    void it_is_ready_at_once_without_time_for_a_walk() {
        var warmUp = new WarmUp(
                time -> {
                    throw new AssertionError("no walk");
                },
                Duration.ZERO);
        start(warmUp);
        begin(warmUp);

        assertThat(readiness(warmUp)).isEqualTo(Status.UP);
    }

    private static void start(WarmUp warmUp) {
        warmUp.start(new StartupEvent());
    }

    /** The database is there and the port is open. */
    private static void begin(WarmUp warmUp) {
        warmUp.database(null);
        warmUp.port(new HttpServerStart(new HttpServerOptions()));
    }

    private static Status readiness(WarmUp warmUp) {
        return new WarmUpReadiness(warmUp).call().getStatus();
    }
}
