package dev.billing.customers.imports;

import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.FailureLog;
import dev.billing.customers.error.Failures;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.List;

/**
 * Stores batches of lines, each in a transaction with a permit and a deadline of its own, so that an import is one busy caller among others.
 * What may succeed later is tried again for a while. What can never succeed is looked for in ever smaller batches, so that only the line at
 * fault is refused.
 *
 * @param <L> a line
 */
final class Batches<L> {

    /** Together they are some 15 seconds: longer than a failover of the database takes. */
    private static final int MAX_PAUSES = 12;

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 2000;
    private static final int MAX_AT_ONCE = 20;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final ImportTarget<L> target;
    private final FailureLog log;
    private final Context context;

    Batches(ImportTarget<L> target, FailureLog log, Context context) {
        this.target = target;
        this.log = log;
        this.context = context;
    }

    /** The outcomes of the first ones of these lines, at least one. Fails with {@link ApiException} 503 if the database stays away. */
    Uni<List<Outcome>> store(List<L> lines) {
        return store(lines, 0, 0);
    }

    private Uni<List<Outcome>> store(List<L> lines, int pauses, int repeats) {
        return Uni.createFrom()
                .deferred(() -> {
                    Deadline.renew();
                    return target.store(lines);
                })
                .onFailure()
                .recoverWithUni(failure -> {
                    if (isAway(failure)) {
                        return pauses < MAX_PAUSES
                                ? pause(pauses).chain(() -> store(lines, pauses + 1, repeats))
                                : Uni.createFrom().failure(failure);
                    }
                    if (isConcurrent(failure) && repeats < MAX_AT_ONCE) {
                        return store(lines, pauses, repeats + 1);
                    }
                    return lines.size() > 1
                            ? store(lines.subList(0, lines.size() / 2), 0, 0)
                            : Uni.createFrom().item(List.of(refused(failure)));
                });
    }

    /** What a line costs at the database, compared with one row. */
    int weight(L line) {
        return target.weight(line);
    }

    private Outcome refused(Throwable failure) {
        var explained = Failures.explain(failure);
        log.log(failure, explained.status());
        return Outcome.refused(explained);
    }

    /** Whether the database is away, or the business has used its share of it. */
    private static boolean isAway(Throwable failure) {
        return failure instanceof ApiException refused
                && (refused.status() == UNAVAILABLE || refused.status() == TOO_MANY_REQUESTS);
    }

    /** Whether others have changed what the batch is about; then it sees that when it is repeated. */
    private static boolean isConcurrent(Throwable failure) {
        return failure instanceof ConcurrentChangeException || failure instanceof ConstraintViolatedException;
    }

    private Uni<Void> pause(int pauses) {
        long millis = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(pauses, 10));
        return Uni.createFrom().emitter(over -> context.owner()
                .setTimer(millis, due -> context.runOnContext(now -> over.complete(null))));
    }
}
