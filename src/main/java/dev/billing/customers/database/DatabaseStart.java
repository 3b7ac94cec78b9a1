package dev.billing.customers.database;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the database at startup, migrates or checks the schema, and then lets requests in. Usually the database is available, and the
 * ports open after that. Otherwise the ports open anyway: the health probes report what the service waits for, requests get 503, and the
 * connection is retried. Errors that a retry cannot fix stop the service.
 */
@ApplicationScoped
class DatabaseStart {

    private static final Logger LOG = Logger.getLogger(DatabaseStart.class);

    private static final int FAILED = 1;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(30);
    private static final String LOCKED = "Unable to obtain";
    private static final String IS_THERE = "select 1";

    private final Database database;
    private final DatabaseSettings settings;
    private final Flyway flyway;
    private final Mutiny.SessionFactory sessions;
    private final Event<DatabaseReady> ready;
    private final boolean hasPorts;
    private final CountDownLatch attempted = new CountDownLatch(1);
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private boolean isStarting = true;
    private @Nullable RuntimeException failed;
    private volatile @Nullable String missing = "the service is starting";

    DatabaseStart(
            Database database,
            DatabaseSettings settings,
            Flyway flyway,
            Mutiny.SessionFactory sessions,
            Event<DatabaseReady> ready,
            @ConfigProperty(name = "quarkus.http.host-enabled") boolean hasPorts) {
        this.database = database;
        this.settings = settings;
        this.flyway = flyway;
        this.sessions = sessions;
        this.ready = ready;
        this.hasPorts = hasPorts;
    }

    /** What startup is waiting for; empty when it is complete. */
    Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    /**
     * Waits for the first attempt, for 30 seconds at most, so that the ports usually open when the service is ready. The work runs on its
     * own thread, so that it does not keep the ports closed for longer.
     */
    void start(@Observes StartupEvent starting) throws InterruptedException {
        var work = new Thread(this::run, "database-start");
        work.setDaemon(true);
        work.start();
        if (hasPorts) {
            attempted.await(FIRST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            var stop = new Thread(shutdown::countDown, "stop-waiting-for-database");
            Runtime.getRuntime().addShutdownHook(stop);
            work.join();
        }
        synchronized (this) {
            if (failed != null) {
                throw failed;
            }
            isStarting = false;
        }
    }

    void stop(@Observes ShutdownEvent ending) {
        shutdown.countDown();
    }

    private void run() {
        try {
            while (!attempt()) {
                attempted.countDown();
                pause();
            }
        } catch (RuntimeException end) {
            end(end);
        } catch (Error end) {
            end(new IllegalStateException(end));
            throw end;
        } finally {
            attempted.countDown();
        }
    }

    /** Fails the startup, or stops the service if it has already started without its database. */
    private synchronized void end(RuntimeException end) {
        if (isStarting) {
            failed = end;
        } else if (shutdown.getCount() > 0) {
            LOG.error(end.getMessage(), end instanceof ConfigurationException ? null : end);
            Quarkus.asyncExit(FAILED);
        }
    }

    /** Returns false if the database is unavailable. */
    private boolean attempt() {
        try {
            await(database.probe(IS_THERE));
            missing = "the schema is being migrated or checked";
            if (settings.migrate()) {
                flyway.migrate();
            } else {
                flyway.validate();
            }
            sessions.getMetamodel().getEntities().forEach(entity -> await(database.check(entity.getJavaType())));
            ready.fire(new DatabaseReady(database));
            database.open();
            missing = null;
            return true;
        } catch (FlywayException failure) {
            var message = String.valueOf(failure.getMessage());
            // Another instance may be migrating.
            if (FailureTranslation.isAway(failure) || message.contains(LOCKED)) {
                return away(failure);
            }
            throw ended("The schema is not what this version needs: "
                    + message.lines().map(String::strip).collect(Collectors.joining(" ")));
        } catch (RuntimeException failure) {
            if (FailureTranslation.isRefusedLogin(failure)) {
                throw ended("The database refuses the login of '" + settings.username() + "': "
                        + FailureTranslation.rootMessage(failure));
            }
            if (FailureTranslation.isAway(failure)) {
                return away(failure);
            }
            throw failure;
        }
    }

    private boolean away(Throwable failure) {
        missing = "the database is away: " + FailureTranslation.rootMessage(failure);
        LOG.warnf(
                "Waiting for the database, trying again every %d s: %s",
                PAUSE.toSeconds(), FailureTranslation.rootMessage(failure));
        return false;
    }

    private void pause() {
        try {
            if (shutdown.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended("The service was stopped while it waited for the database.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended("The service was stopped while it waited for the database.");
        }
    }

    private static void await(Uni<?> work) {
        work.await().indefinitely();
    }

    /** Quarkus prints only the message of this exception, without a stack trace. */
    private static ConfigurationException ended(String why) {
        return new ConfigurationException(why);
    }
}
