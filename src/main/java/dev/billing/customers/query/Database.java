package dev.billing.customers.query;

import dev.billing.customers.error.ApiException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** The one way to the database: every piece of work has a session of the right kind and a deadline. */
@ApplicationScoped
public class Database {

    private final Mutiny.SessionFactory sessions;
    private final Duration deadline;

    Database(Mutiny.SessionFactory sessions, DatabaseSettings settings) {
        this.sessions = sessions;
        this.deadline = settings.deadline();
    }

    /** Runs statements whose entities are not tracked, each in a transaction of its own. */
    public <T> Uni<T> untracked(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return withDeadline(sessions.withStatelessSession(work));
    }

    /** Runs the work in one transaction, in which Panache repositories take part; a failure rolls it back. */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return withDeadline(Panache.withTransaction(work));
    }

    /**
     * Fails with 503 when the work takes too long. The work itself is left to end by its own limits: cancelling it in the
     * middle would give its connection back with a statement still running on it.
     */
    private <T> Uni<T> withDeadline(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return Uni.createFrom()
                    .<T>emitter(answer -> work.subscribe().with(answer::complete, answer::fail))
                    .ifNoItem()
                    .after(deadline)
                    .failWith(ApiException::unavailable)
                    .emitOn(command -> {
                        if (context == null || Vertx.currentContext() == context) {
                            command.run();
                        } else {
                            context.runOnContext(ignored -> command.run());
                        }
                    });
        });
    }
}
