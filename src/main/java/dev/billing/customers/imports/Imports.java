package dev.billing.customers.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.InputBodyReader;
import dev.billing.customers.api.StreamedBody;
import dev.billing.customers.business.KeyCheck;
import dev.billing.customers.database.Deadline;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.FailureLog;
import dev.billing.customers.error.Failures;
import dev.billing.customers.query.Booleans;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The imports that run on this instance. */
@ApplicationScoped
public class Imports {

    private static final String DRY_RUN = "dry_run";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final ApiException TOO_MANY = ApiException.tooMany(
            "This business has as many imports on this instance as it may have. Please send this one when another has ended.");

    private static final ApiException ALL_TAKEN = ApiException.unavailable(
            "This instance has as many imports as it may have. Please send this one again later.");

    private static final ApiException SHUT_DOWN = ApiException.unavailable(
            "This instance is being shut down. Please send the lines that are not stored again.");

    private static final ApiException REVOKED = Failures.ofStatus(401);

    private static final String NDJSON = "application/x-ndjson";
    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final long TICK_MILLIS = 1000;
    private static final int LOOKS_AT_A_KEY = 5;

    private final ImportSettings settings;
    private final InputBodyReader inputs;
    private final KeyCheck keys;
    private final Call call;
    private final FailureLog log;
    private final ObjectWriter json;
    private final Map<Long, Integer> running = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private volatile boolean draining;

    Imports(
            ImportSettings settings,
            InputBodyReader inputs,
            KeyCheck keys,
            Call call,
            FailureLog log,
            ObjectMapper json,
            MeterRegistry meters) {
        this.settings = settings;
        this.inputs = inputs;
        this.keys = keys;
        this.call = call;
        this.log = log;
        this.json = json.writer();
        Gauge.builder("imports.running", all, AtomicInteger::get)
                .description("Imports that run on this instance")
                .register(meters);
    }

    void drain(@Observes ShutdownDelayInitiatedEvent leaving) {
        draining = true;
    }

    void stop(@Observes ShutdownEvent stopped) {
        draining = true;
    }

    /**
     * Imports the body of the current request: NDJSON or CSV. The response has a line for each line, in order, lines that say how far it has
     * come, and a last one that says that it was all. Throws {@link ApiException} 415 for another format, 400 for a parameter that cannot be
     * followed, and 429 if the business has too many imports.
     *
     * @param target creates what stores the lines, or with true only says what would become of them
     */
    public <L> Multi<byte[]> run(long businessId, RoutingContext caller, Function<Boolean, ImportTarget<L>> target) {
        var format = Format.of(caller.request().headers());
        boolean isDry = isDry();
        refuseKey();
        enter(businessId);
        try {
            return begin(caller, format, isDry, target.apply(isDry))
                    .onTermination()
                    .invoke(() -> leave(businessId));
        } catch (RuntimeException failed) {
            leave(businessId);
            throw failed;
        }
    }

    private boolean isDry() {
        return call.parameter(DRY_RUN)
                .map(text -> Booleans.parseParameter(text)
                        .orElseThrow(() -> ApiException.invalid(
                                DRY_RUN, "'dry_run' must be 1 to change nothing, or 0 to import.")))
                .orElse(false);
    }

    /** The response is too long to be kept. It need not be: what is there already is unchanged if it is sent again. */
    private void refuseKey() {
        if (!call.headers(IDEMPOTENCY_KEY).isEmpty()) {
            throw ApiException.invalid(
                    IDEMPOTENCY_KEY,
                    "The response to an import is not kept. Give each line a number, and send the file again without this header.");
        }
    }

    private <L> Multi<byte[]> begin(RoutingContext caller, Format format, boolean isDry, ImportTarget<L> target) {
        var context = Objects.requireNonNull(Vertx.currentContext());
        var representation = call.representation();
        var request = caller.request();
        var body = new Body(request, format.isPacked(), settings.maxUnpacked().asLongValue());
        var lines = new Lines<>(
                target, body, format.isCsv(), line -> inputs.readLine(line, representation), InputBodyReader.MAX_BYTES);
        var limits = new Import.Limits(
                settings.batchLines(),
                settings.batchWait().toMillis(),
                settings.unreadResults().asLongValue());
        var one = new Import<>(
                lines, new Batches<>(target, log, context), new Totals(isDry), this::json, limits, context);
        body.listen(one::news, one::abandon);
        if (request.version() == HttpVersion.HTTP_1_1
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            caller.response().writeContinue();
        }
        StreamedBody.begin(caller);
        // Quarkus REST adds a charset, which the type does not have.
        caller.addHeadersEndHandler(ready -> {
            if (caller.response().getStatusCode() == OK) {
                caller.response().putHeader(HttpHeaders.CONTENT_TYPE, NDJSON);
            }
        });
        // A compressed response would come in large parts, and nobody would see how far it is.
        caller.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        var watch = new Watch(one, body, caller);
        long timer = context.owner().setPeriodic(TICK_MILLIS, tick -> context.runOnContext(now -> watch.look()));
        return one.response().onTermination().invoke(() -> {
            context.owner().cancelTimer(timer);
            one.abandon();
            body.close();
        });
    }

    private String json(ApiException refusal) {
        try {
            return json.writeValueAsString(refusal.error());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enter(long businessId) {
        if (draining) {
            throw SHUT_DOWN;
        }
        if (all.incrementAndGet() > settings.atOnceOfAll()) {
            all.decrementAndGet();
            throw ALL_TAKEN;
        }
        int ofBusiness = running.merge(businessId, 1, Integer::sum);
        if (ofBusiness > settings.atOnce()) {
            leave(businessId);
            throw TOO_MANY;
        }
    }

    private void leave(long businessId) {
        all.decrementAndGet();
        running.computeIfPresent(businessId, (business, count) -> count == 1 ? null : count - 1);
    }

    /** Ends an import whose client does nothing any more, whose key was revoked, or when the instance is shut down. */
    private final class Watch {

        private final Import<?> one;
        private final Body body;
        private final RoutingContext caller;
        private int looks;

        Watch(Import<?> one, Body body, RoutingContext caller) {
            this.one = one;
            this.body = body;
            this.caller = caller;
        }

        /** Called each second. */
        void look() {
            long now = System.nanoTime();
            long patience = settings.idleTimeout().toNanos();
            if (draining) {
                one.end(SHUT_DOWN);
            } else if (body.silence(now) > patience) {
                one.end(Failures.ofStatus(REQUEST_TIMEOUT));
            } else if (one.unread(now) > patience) {
                one.abandon();
                caller.request().connection().close();
            } else if (++looks % LOOKS_AT_A_KEY == 0) {
                checkKey();
            }
            one.tell();
        }

        private void checkKey() {
            Deadline.renew();
            keys.isValid(caller).subscribe().with(isValid -> {
                if (!isValid) {
                    one.end(REVOKED);
                }
            });
        }
    }
}
