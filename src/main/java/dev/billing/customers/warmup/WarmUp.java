package dev.billing.customers.warmup;

import dev.billing.customers.database.DatabaseReady;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Takes the walk when the database and the port are there, within the time of {@code customers.warm-up}. The instance is ready afterwards,
 * even if the walk failed. A native executable has nothing to compile, and takes no walk.
 */
@ApplicationScoped
class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    /** How long after the database the port may open. Without plain HTTP it never does. */
    private static final Duration UNTIL_PORT = Duration.ofSeconds(10);

    private final Walk walk;
    private final Duration time;
    private final CountDownLatch database = new CountDownLatch(1);
    private final CountDownLatch port = new CountDownLatch(1);
    private volatile String report = "Not warmed up";
    private volatile boolean over;

    WarmUp(Walk walk, @ConfigProperty(name = "customers.warm-up") Duration time) {
        this.walk = walk;
        this.time = time;
        this.over = time.isZero() || time.isNegative() || ImageMode.current() != ImageMode.JVM;
    }

    /** Whether callers may come. */
    boolean isOver() {
        return over;
    }

    /** What was done, for the log. */
    String report() {
        return report;
    }

    void start(@Observes StartupEvent starting) {
        if (!over) {
            var thread = new Thread(this::run, "warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void database(@Observes DatabaseReady ready) {
        database.countDown();
    }

    void port(@ObservesAsync HttpServerStart open) {
        port.countDown();
    }

    private void run() {
        try {
            database.await();
            if (port.await(UNTIL_PORT.toMillis(), TimeUnit.MILLISECONDS)) {
                report = walk.take(time);
            } else {
                report = "Not warmed up: there is no port for plain HTTP";
            }
            LOG.info(report);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("Not warmed up", failure);
        } finally {
            over = true;
        }
    }
}
