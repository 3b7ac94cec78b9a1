package dev.billing.customers.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class RecordSplitterTest {

    private static final int MAX = 40;

    @Property(tries = 300)
    void records_of_csv_are_the_same_however_their_bytes_arrive(
            @ForAll @Size(min = 1, max = 8)
                    List<
                                    @Size(min = 1, max = 3) List<
                                            @StringLength(max = 5) @Chars({'a', '"', ',', '\n', '\r', 'é'}) String>>
                            rows,
            @ForAll @IntRange(min = 1, max = 9) int piece,
            @ForAll boolean isMarked) {
        var records = rows.stream()
                .map(row -> row.stream()
                        .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
                .toList();
        var file = (isMarked ? "\uFEFF" : "") + String.join("\r\n", records);

        var split = split(true, file, piece, 1 << 20);

        assertThat(split).extracting(raw -> new String(raw.content(), UTF_8)).containsExactlyElementsOf(records);
        long line = 1;
        for (int i = 0; i < records.size(); i++) {
            assertThat(split.get(i).line()).isEqualTo(line);
            line += records.get(i).chars().filter(c -> c == '\n').count() + 1;
        }
    }

    @Property(tries = 300)
    void lines_end_at_line_breaks_and_nowhere_else(
            @ForAll @Size(max = 10)
                    List<
                                    @StringLength(min = 1, max = 60) @Chars({'{', '"', ','})
                                    @CharRange(from = 'a', to = 'c') String>
                            lines,
            @ForAll @IntRange(min = 1, max = 9) int piece) {
        var split = split(false, lines.stream().map(line -> line + "\n").collect(Collectors.joining()), piece, MAX);

        assertThat(split).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(split.get(i).line()).isEqualTo(i + 1L);
            var content = split.get(i).content();
            if (lines.get(i).length() > MAX) {
                assertThat(content).isNull();
            } else {
                assertThat(new String(content, UTF_8)).isEqualTo(lines.get(i));
            }
        }
    }

    @Property(tries = 200)
    void whatever_comes_no_record_is_longer_than_it_may_be(
            @ForAll @Size(max = 400) byte[] bytes, @ForAll @IntRange(min = 1, max = 50) int piece) {
        for (var raw : split(true, new String(bytes, UTF_8), piece, MAX)) {
            assertThat(raw.content() == null || raw.content().length <= MAX).isTrue();
        }
    }

    private static List<RecordSplitter.Raw> split(boolean isQuoted, String file, int piece, int max) {
        var splitter = new RecordSplitter(isQuoted, max);
        var bytes = file.getBytes(UTF_8);
        var all = new ArrayList<RecordSplitter.Raw>();
        for (int from = 0; from < bytes.length; from += piece) {
            splitter.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
            drain(splitter, all);
        }
        splitter.end();
        drain(splitter, all);
        assertThat(splitter.hasMore()).isFalse();
        return all;
    }

    private static void drain(RecordSplitter splitter, List<RecordSplitter.Raw> all) {
        for (var raw = splitter.poll(); raw != null; raw = splitter.poll()) {
            all.add(raw);
        }
    }
}
