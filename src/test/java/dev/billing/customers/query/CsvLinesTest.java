package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.billing.customers.query.Books.Book;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;

class CsvLinesTest {

    private static final List<String> MEMBERS = List.of("isbn", "title", "year", "price", "lent");

    @Property(tries = 500)
    void whatever_text_is_written_is_read_back(@ForAll @Size(max = 5) List<@WithNull String> titles)
            throws IOException {
        var lines = lines();
        var expected = new ArrayList<List<String>>();
        expected.add(MEMBERS);
        for (var title : titles) {
            lines.write(Books.TABLE.row(new Book("1", title, null, new BigDecimal("1.50"), true)));
            expected.add(Arrays.asList("1", title, null, "1.5", "true"));
        }

        var read = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL)
                .<List<String>>readValues(lines.take());
        // A lone surrogate is no text that the database could hold.
        if (titles.stream()
                .noneMatch(title -> title != null && title.codePoints().anyMatch(CsvLinesTest::isSurrogate))) {
            assertThat(read.readAll()).isEqualTo(expected);
        }
    }

    @Test
    void only_what_would_be_misread_is_quoted() {
        var lines = lines();
        for (var title : List.of(
                "plain text that is rather long, but for the comma", "a b", " a ", "\"", "", "=1+1", "a\nb", "é")) {
            lines.write(Books.TABLE.row(new Book("1", title, 2L, null, false)));
        }

        assertThat(new String(lines.take(), StandardCharsets.UTF_8))
                .isEqualTo("""
                        isbn,title,year,price,lent
                        1,"plain text that is rather long, but for the comma",2,,false
                        1,a b,2,,false
                        1, a ,2,,false
                        1,\"""\",2,,false
                        1,"",2,,false
                        1,=1+1,2,,false
                        1,"a
                        b",2,,false
                        1,é,2,,false
                        """.replace("\n", "\r\n").replace("a\r\nb", "a\nb"));
        assertThat(lines.take()).isEmpty();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static Lines lines() {
        return new CsvLines(
                new Export<>(MEMBERS, false, Multi.createFrom().<List<Book>>empty()),
                Representation.ENVELOPED,
                JsonMapper.builder().build().writer());
    }
}
