package dev.billing.customers.imports;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One import: reads lines while earlier ones are being stored, and answers them when they are. A client may read the results while it sends,
 * or afterwards: they are kept in few bytes, and if they become too many no more lines are read until the client reads.
 *
 * <p>Everything runs on the request's Vert.x context, so no synchronization is needed.
 *
 * @param <L> a line that was read
 */
final class Import<L> {

    /** How long lines are read before others have their turn on the event loop. */
    private static final long TURN_NANOS = 2_000_000;

    private static final long PAUSE_MILLIS = 1;

    /** The weight of a batch, compared with its maximum of lines, and the bytes of its lines. */
    private static final int WEIGHT_OF_A_LINE = 2;

    private static final int MAX_BATCH_BYTES = 4 << 20;

    private static final int RESULTS_AT_ONCE = 500;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final Lines<L> lines;
    private final Batches<L> batches;
    private final ResultLog results = new ResultLog();
    private final Totals totals;
    private final Function<ApiException, String> errors;
    private final Limits limits;
    private final Context context;

    private List<Lines.Line<L>> filling = new ArrayList<>();
    private List<Lines.Line<L>> storing = List.of();
    private int weight;
    private int bytes;
    private long batchTimer = -1;
    private boolean batchIsDue;
    private boolean isPumping;
    private boolean isNews;
    private boolean isPumpDue;
    private long storedUpTo;

    private @Nullable UniEmitter<? super byte[]> reader;
    private @Nullable ApiException failure;
    private boolean hasBegun;
    private boolean isOver;
    private long toldAt = System.nanoTime();
    private long readAt = System.nanoTime();

    /**
     * What bounds an import.
     *
     * @param batchLines of a transaction
     * @param batchMillis how long a line waits for others of its transaction
     * @param unreadBytes of results
     */
    record Limits(int batchLines, long batchMillis, long unreadBytes) {}

    /**
     * Creates an import, which begins when its {@link #response} is read.
     *
     * @param errors writes an error as JSON
     */
    Import(
            Lines<L> lines,
            Batches<L> batches,
            Totals totals,
            Function<ApiException, String> errors,
            Limits limits,
            Context context) {
        this.lines = lines;
        this.batches = batches;
        this.totals = totals;
        this.errors = errors;
        this.limits = limits;
        this.context = context;
    }

    /** The lines of the response, some at a time, without the last line break. It fails if the body is refused as a whole before the first. */
    Multi<byte[]> response() {
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().<byte[]>emitter(this::read))
                .whilst(some -> !isOver);
    }

    /** Something has come from the client. */
    void news() {
        if (context == Vertx.currentContext()) {
            pump();
        } else {
            context.runOnContext(now -> pump());
        }
    }

    /** Ends the import after the lines that are being stored: those that follow are not. */
    void end(ApiException reason) {
        if (failure == null && !isOver) {
            failure = reason;
            filling.clear();
            tell();
        }
    }

    /** Nobody reads the response any more. What is being stored is stored as a whole or not at all; nothing else is. */
    void abandon() {
        isOver = true;
        filling.clear();
        context.owner().cancelTimer(batchTimer);
    }

    /** How long the client has not read, although no more lines are read until it does; in nanoseconds. */
    long unread(long now) {
        return hasRoom() || reader != null ? 0 : now - readAt;
    }

    private void read(UniEmitter<? super byte[]> next) {
        readAt = System.nanoTime();
        reader = next;
        tell();
        pump();
    }

    private void pump() {
        if (isPumping) {
            isNews = true;
            return;
        }
        isPumping = true;
        try {
            lines.wake();
            long end = System.nanoTime() + TURN_NANOS;
            while (mayRead()) {
                if (System.nanoTime() - end > 0) {
                    pumpLater();
                    return;
                }
                step();
            }
        } catch (ApiException refused) {
            end(refused);
        } finally {
            isPumping = false;
        }
        store();
        tell();
        if (isNews || mayRead()) {
            isNews = false;
            pumpLater();
        }
    }

    /** Goes on when others have had their turn. The event loop runs its tasks before it looks at connections, so it must be a timer. */
    private void pumpLater() {
        if (!isPumpDue) {
            isPumpDue = true;
            context.owner()
                    .setTimer(
                            PAUSE_MILLIS,
                            due -> context.runOnContext(now -> {
                                isPumpDue = false;
                                pump();
                            }));
        }
    }

    private void step() {
        var line = lines.step();
        if (line != null) {
            filling.add(line);
            weight += line.value() == null ? 1 : batches.weight(line.value());
            bytes += line.bytes();
        }
    }

    private boolean mayRead() {
        return !isOver && failure == null && !isFull() && hasRoom() && lines.canStep();
    }

    private boolean hasRoom() {
        return results.bytes() < limits.unreadBytes();
    }

    private boolean isFull() {
        return filling.size() >= limits.batchLines()
                || weight >= WEIGHT_OF_A_LINE * limits.batchLines()
                || bytes >= MAX_BATCH_BYTES;
    }

    /** Stores the lines that were read, if no others are being stored, and no others will soon come along. */
    private void store() {
        if (!storing.isEmpty() || filling.isEmpty() || isOver) {
            return;
        }
        if (!isFull() && !lines.haveEnded() && !batchIsDue) {
            awaitOthers();
            return;
        }
        context.owner().cancelTimer(batchTimer);
        batchTimer = -1;
        batchIsDue = false;
        storing = filling;
        filling = new ArrayList<>();
        weight = 0;
        bytes = 0;
        storeRest(storing);
    }

    private void awaitOthers() {
        if (batchTimer < 0) {
            batchTimer = context.owner()
                    .setTimer(
                            limits.batchMillis(),
                            due -> context.runOnContext(now -> {
                                batchTimer = -1;
                                batchIsDue = true;
                                store();
                                tell();
                            }));
        }
    }

    private void storeRest(List<Lines.Line<L>> rest) {
        if (isOver) {
            return;
        }
        int refused = 0;
        while (refused < rest.size() && rest.get(refused).value() == null) {
            var line = rest.get(refused++);
            answer(line, Outcome.refused(Objects.requireNonNull(line.refusal())));
        }
        var left = rest.subList(refused, rest.size());
        if (left.isEmpty()) {
            stored();
            return;
        }
        var values = left.stream()
                .<L>mapMulti((line, all) -> {
                    if (line.value() != null) {
                        all.accept(line.value());
                    }
                })
                .toList();
        batches.store(values)
                .subscribe()
                .with(
                        outcomes -> {
                            int read = 0;
                            for (int next = 0; next < outcomes.size(); read++) {
                                var line = left.get(read);
                                answer(
                                        line,
                                        line.value() == null
                                                ? Outcome.refused(Objects.requireNonNull(line.refusal()))
                                                : outcomes.get(next++));
                            }
                            results.flush();
                            tell();
                            storeRest(left.subList(read, left.size()));
                        },
                        failed -> {
                            results.flush();
                            storing = List.of();
                            end(Failures.explain(failed));
                        });
    }

    private void stored() {
        results.flush();
        storing = List.of();
        // Batches of nothing but refused lines would follow each other without any wait.
        pumpLater();
    }

    private void answer(Lines.Line<L> line, Outcome outcome) {
        totals.add(outcome.result());
        storedUpTo = line.number();
        var refusal = outcome.refusal();
        results.add(line.number(), outcome.result(), outcome.id(), refusal == null ? null : errors.apply(refusal));
    }

    /** Gives the reader what there is, if it waits; also how far the import has come, if the last time was a second ago. */
    void tell() {
        var waiting = reader;
        if (waiting == null || isOver) {
            return;
        }
        if (failure != null && storing.isEmpty() && !hasBegun && results.isEmpty()) {
            isOver = true;
            waiting.fail(failure);
            return;
        }
        var text = text();
        if (!text.isEmpty()) {
            reader = null;
            hasBegun = true;
            waiting.complete(text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8));
        }
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = 0; i < RESULTS_AT_ONCE && !results.isEmpty(); i++) {
            results.writeNext(text);
        }
        if (results.isEmpty() && storing.isEmpty() && (failure != null || isDone())) {
            isOver = true;
            return text.append(last()).toString();
        }
        long now = System.nanoTime();
        if (now - toldAt >= SECOND_NANOS && lines.areReadable()) {
            toldAt = now;
            text.append(totals.json("progress"));
        }
        return text.toString();
    }

    private boolean isDone() {
        return lines.haveEnded() && filling.isEmpty();
    }

    private String last() {
        return failure == null
                ? totals.json("done")
                : "{\"aborted\":{\"stored_up_to\":" + storedUpTo + ",\"error\":" + errors.apply(failure) + "}}\n";
    }
}
