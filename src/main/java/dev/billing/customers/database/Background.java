package dev.billing.customers.database;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that the service does by itself, not for a request. */
public final class Background {

    private static final Logger LOG = Logger.getLogger(Background.class);

    private Background() {}

    /**
     * Runs work on a Vert.x context of its own. If it fails, it is only noted: such work is done again later.
     *
     * @param owner whose share of the database it uses
     * @param end called when it has ended, well or not
     */
    public static void run(Vertx vertx, Object owner, Supplier<Uni<?>> work, Runnable end) {
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(begun -> {
            Owner.set(owner);
            Uni.createFrom()
                    .deferred(() -> work.get().replaceWithVoid())
                    .onTermination()
                    .invoke(end)
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("Work is left for later: %s", failure.getMessage()));
        });
    }
}
