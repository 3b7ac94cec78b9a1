package dev.billing.customers.idempotency;

import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.database.ConstraintViolatedException;
import dev.billing.customers.database.Database;
import dev.billing.customers.database.Statement;
import dev.billing.customers.error.ApiException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Lets a caller retry a request whose response it has not received. The request is executed once; every later request with the same
 * {@code Idempotency-Key} gets the first response for 24 hours. Only successful responses are stored, in the transaction of the change: a
 * rejected request has changed nothing and may be corrected.
 */
@ApplicationScoped
public class Idempotency {

    /** The header of a response that is replayed. */
    public static final String REPLAYED = "Idempotency-Replayed";

    /** How long a response is stored. */
    static final Duration KEPT = Duration.ofHours(24);

    private static final String HOLD = "select idempotency_key_hold($1, $2, $3)";
    private static final String TAKE = "select idempotency_key_take($1, $2, $3, $4, $5)";

    private static final String KEEP =
            "update idempotency_key set status = $3, headers = $4, body = $5 where business_id = $1 and key = $2";

    private static final String FIND = "select request, " + StoredResponse.COLUMNS
            + " from idempotency_key where business_id = $1 and key = $2 and created_at > $3";

    private static final String RUNNING = "idempotency_key_running";
    private static final String ANSWERED = "idempotency_key_answered";
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final Database database;
    private final Call call;
    private final Clock clock;

    Idempotency(Database database, Call call, Clock clock) {
        this.database = database;
        this.call = call;
        this.clock = clock;
    }

    /**
     * Executes the current request, or returns the stored response to the first request with its key. A request without a key is always
     * executed.
     *
     * @param work executes the request; may be called more than once if its changes are not committed
     * @throws ApiException 400 for an invalid header, 409 while the first request is running, 422 if the first request was a different
     *     one
     */
    public Uni<RestResponse<Envelope>> once(long businessId, Supplier<Uni<RestResponse<Envelope>>> work) {
        return IdempotencyKey.parse(call.headers(IdempotencyKey.HEADER))
                .map(key -> new Keyed(businessId, key, call.fingerprint()).once(work))
                .orElseGet(work);
    }

    private final class Keyed {

        private final long businessId;
        private final String key;
        private final Buffer request;

        Keyed(long businessId, String key, byte[] request) {
            this.businessId = businessId;
            this.key = key;
            this.request = Buffer.buffer(request);
        }

        Uni<RestResponse<Envelope>> once(Supplier<Uni<RestResponse<Envelope>>> work) {
            long now = clock.instant().getEpochSecond();
            long since = now - KEPT.toSeconds();
            var hold = Statement.of(HOLD, businessId, key, since);
            var take = Statement.of(TAKE, businessId, key, request, now, since);
            return database.recorded(hold, take, () -> work.get().map(this::kept), this::keep)
                    .map(answer -> answer.response().build())
                    .onFailure(failure -> ConstraintViolatedException.is(failure, RUNNING))
                    .transform(failure -> running())
                    .onFailure(failure -> ConstraintViolatedException.is(failure, ANSWERED))
                    .recoverWithUni(() -> replay(since));
        }

        private StoredResponse kept(RestResponse<Envelope> answer) {
            return StoredResponse.of(answer, call.json(answer.getEntity()));
        }

        private Statement keep(StoredResponse answer) {
            return Statement.of(
                    KEEP,
                    businessId,
                    key,
                    answer.status(),
                    answer.headers().toArray(String[]::new),
                    Buffer.buffer(answer.body()));
        }

        private Uni<RestResponse<Envelope>> replay(long since) {
            return database.query(Statement.of(FIND, businessId, key, since)).map(rows -> {
                if (rows.size() == 0) {
                    throw running(); // It expired in between.
                }
                var row = rows.iterator().next();
                if (!row.getBuffer("request").equals(request)) {
                    throw new ApiException(
                            UNPROCESSABLE,
                            "This " + IdempotencyKey.HEADER
                                    + " was sent with another request before. Send a new key with each new request.",
                            IdempotencyKey.HEADER);
                }
                return StoredResponse.of(row).response().header(REPLAYED, true).build();
            });
        }

        private ApiException running() {
            return new ApiException(
                    CONFLICT,
                    "The first request with this " + IdempotencyKey.HEADER
                            + " is still running. Please send this one again later.",
                    IdempotencyKey.HEADER);
        }
    }
}
