package dev.billing.customers.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Vert.x contexts in which work runs, and timers of their event loops, without the bookkeeping of Vert.x' timers. */
final class Timers {

    private Timers() {}

    /** The request's context, or a new one for work that the service starts itself. */
    static ContextInternal context(Vertx vertx) {
        var current = Vertx.currentContext();
        if (current != null && VertxContext.isDuplicatedContext(current)) {
            return (ContextInternal) current;
        }
        var own = VertxContext.getOrCreateDuplicatedContext(vertx);
        VertxContextSafetyToggle.setContextSafe(own, true);
        return (ContextInternal) own;
    }

    /** Runs a step in a context after some time. */
    static ScheduledFuture<?> after(Context context, long millis, Runnable step) {
        return ((ContextInternal) context)
                .nettyEventLoop()
                .schedule(() -> on(context, step), millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a step in a context: at once, if it is the current one. */
    static void on(Context context, Runnable step) {
        if (Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(then -> step.run());
        }
    }

    static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
