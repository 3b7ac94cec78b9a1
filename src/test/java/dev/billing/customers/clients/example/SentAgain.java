package dev.billing.customers.clients.example;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends a request again after a 429, a 5xx, a timeout or a lost connection, and after a 409 that means that its first attempt is still
 * running. Any other error is the caller's.
 */
final class SentAgain {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int TIMES = 5;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private SentAgain() {}

    /** A request that changes nothing. */
    static <T> Uni<T> read(Supplier<Uni<? extends T>> request) {
        return Uni.createFrom()
                .deferred(request)
                .onFailure(SentAgain::isWorthwhile)
                .call(SentAgain::pause)
                .onFailure(SentAgain::isWorthwhile)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(TIMES);
    }

    /** A request that is done once, however often it is sent: the key is made here, once. */
    static <T> Uni<T> write(Function<String, Uni<? extends T>> request) {
        var key = UUID.randomUUID().toString();
        return read(() -> request.apply(key));
    }

    private static boolean isWorthwhile(Throwable failure) {
        if (failure instanceof CustomersException answer) {
            boolean isStillRunning =
                    answer.status() == CONFLICT && !answer.retryAfter().isZero();
            return isStillRunning || answer.status() == TOO_MANY_REQUESTS || answer.status() >= SERVER_ERROR;
        }
        return failure instanceof IOException
                || failure instanceof HttpClosedException
                || failure instanceof TimeoutException;
    }

    /** The time that the answer asks for. The pause between attempts comes on top of it. */
    private static Uni<Void> pause(Throwable failure) {
        var done = Uni.createFrom().voidItem();
        return failure instanceof CustomersException answer
                        && !answer.retryAfter().isZero()
                ? done.onItem().delayIt().by(answer.retryAfter())
                : done;
    }
}
