package dev.billing.customers.imports;

import java.util.EnumMap;
import java.util.Map;

/** How many lines had which result. */
final class Totals {

    private final Map<Outcome.Result, Long> counts = new EnumMap<>(Outcome.Result.class);
    private final boolean isDry;
    private final long startedAt = System.nanoTime();
    private long lines;

    Totals(boolean isDry) {
        this.isDry = isDry;
    }

    void add(Outcome.Result result) {
        lines++;
        counts.merge(result, 1L, Long::sum);
    }

    /** The totals as a line of JSON with one member. */
    String json(String member) {
        var json =
                new StringBuilder("{\"").append(member).append("\":{\"lines\":").append(lines);
        for (var result : Outcome.Result.values()) {
            json.append(",\"")
                    .append(result.json())
                    .append("\":")
                    .append(counts.getOrDefault(result, 0L).longValue());
        }
        long seconds = (System.nanoTime() - startedAt) / 1_000_000_000;
        return json.append(",\"dry_run\":")
                .append(isDry)
                .append(",\"seconds\":")
                .append(seconds)
                .append("}}\n")
                .toString();
    }
}
