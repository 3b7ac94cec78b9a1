package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.billing.customers.customer.Customers;
import dev.billing.customers.url.UrlParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SearchTermsTest {

    @Test
    void a_text_is_split_into_words_without_case_and_punctuation() {
        assertThat(words("Acme, Inc.")).containsExactly("acme", "inc");
        assertThat(words(" a@b.example\tN-17  A ")).containsExactly("a", "b", "example", "n", "17");
        assertThat(words("x".repeat(41))).containsExactly("x".repeat(40));
        assertThat(parse(" \t")).isEmpty();
    }

    @Test
    void what_has_no_words_or_too_many_is_refused() {
        for (var wrong : List.of("%", "*?_", "&|!:()'\\", "\0", "a\0", "x".repeat(201), "1 2 3 4 5 6 7 8 9 10 11")) {
            assertThatThrownBy(() -> parse(wrong)).as(wrong).isInstanceOf(InvalidListException.class);
        }
        assertThat(words("1 2 3 4 5 6 7 8 9 10 10")).hasSize(10);
    }

    @Test
    void text_of_nothing_but_space_is_as_none() {
        for (var blank : List.of("", " ", "\t", "\u00a0", "\u2003 \u3000")) {
            assertThat(parse(blank)).as(blank).isEmpty();
        }
    }

    @Test
    void similar_words_are_one_typing_error_away() {
        assertThat(SearchWord.forgiving("acme").similar())
                .contains("cme", "came", "acne", "acmes", "pacme")
                .doesNotContain("acme", "ace1", "ac");
        assertThat(SearchWord.forgiving("\u043c\u0438\u0440\u0430").similar()).contains("\u043c\u0438\u0440\u0443");
        for (var other : List.of("abc", "a1234", "4711", "x".repeat(21))) {
            assertThat(SearchWord.forgiving(other).similar()).as(other).isEmpty();
        }
    }

    @Property(tries = 500)
    void any_text_is_searched_for_or_refused(@ForAll String text) {
        try {
            parse(text).filter(SearchTerms::isAscii).ifPresent(terms -> assertThat(terms.words())
                    .doesNotHaveDuplicates()
                    .hasSizeBetween(1, 10)
                    .allMatch(word -> word.matches("[a-z0-9]{1,40}")));
        } catch (InvalidListException refused) {
            assertThat(refused.parameter()).isEqualTo("q");
        }
    }

    private static List<String> words(String text) {
        return parse(text).orElseThrow().words();
    }

    private static Optional<SearchTerms> parse(String text) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return SearchTerms.parse(UrlParameters.parse("q=" + encoded), Customers.TABLE);
    }
}
