package dev.billing.customers.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.imports.Outcome.Result;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResultLogTest {

    @Property(tries = 200)
    void results_come_out_as_they_were_added(@ForAll List<Long> ids) {
        var log = new ResultLog();
        long line = 1;
        for (long id : ids) {
            line += Math.floorMod(id, 3) + 1;
            log.add(line, id % 2 == 0 ? Result.CREATED : Result.UNCHANGED, id, null);
            log.add(++line, Result.REFUSED, null, error(id));
            if (id % 3 == 0) {
                log.flush();
            }
        }
        log.flush();

        line = 1;
        for (long id : ids) {
            line += Math.floorMod(id, 3) + 1;
            assertNext(
                    log,
                    "{\"line\":" + line + ",\"result\":\"" + (id % 2 == 0 ? "created" : "unchanged") + "\",\"id\":" + id
                            + "}\n");
            assertNext(
                    log, "{\"line\":" + ++line + ",\"result\":\"refused\",\"id\":null,\"error\":" + error(id) + "}\n");
        }
        assertThat(log.isEmpty()).isTrue();
        assertThat(log.bytes()).isZero();
    }

    /** What a client has not read of 200 000 lines must not fill the memory. */
    @Test
    void a_result_takes_few_bytes() {
        var log = new ResultLog();
        for (int n = 1; n <= 200_000; n++) {
            log.add(n, Result.CREATED, 5_000_000_000L + n, null);
            log.add(n, Result.REFUSED, null, "an error that many lines have".repeat(20));
            if (n % 500 == 0) {
                log.flush();
            }
        }
        assertThat(log.bytes()).isLessThan(1_500_000);
    }

    private static String error(long id) {
        return "{\"é\":" + id % 1000 + "}";
    }

    private static void assertNext(ResultLog log, String expected) {
        var text = new StringBuilder();
        log.writeNext(text);
        assertThat(text.toString()).isEqualTo(expected);
    }
}
