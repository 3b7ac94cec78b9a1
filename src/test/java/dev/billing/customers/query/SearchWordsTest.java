package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.TestDatabase;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The function {@code search_words} of the database. */
@ServiceTest
class SearchWordsTest {

    @Test
    void the_service_splits_ascii_as_the_database_does() {
        var random = new Random(7);
        for (int n = 0; n < 60; n++) {
            var text = new StringBuilder("a ");
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append((char) (1 + random.nextInt(127)));
            }
            text.append("z".repeat(n));
            assertThat(words(text.toString())).as(text.toString()).isEqualTo(SearchTerms.split(text.toString()));
        }
    }

    @Test
    void any_text_has_words_that_an_index_can_have() {
        var random = new Random(7);
        for (int n = 0; n < 60; n++) {
            var text = new StringBuilder();
            while (text.length() < 255) {
                int c = 1 + random.nextInt(n % 2 == 0 ? 0x3000 : Character.MAX_CODE_POINT);
                text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '\ufdfa' : c);
            }
            var words = words(text.toString());
            assertThat(words).allMatch(word -> word.codePointCount(0, word.length()) <= 40 && !word.isBlank());
            assertThat(words(String.join(" ", words))).as("words of words").isEqualTo(words);
        }
    }

    /** They have no spaces in them. */
    private static List<String> words(String text) {
        var words = TestDatabase.text("select array_to_string(search_words(?), ' ')", text);
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }
}
