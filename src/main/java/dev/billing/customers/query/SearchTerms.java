package dev.billing.customers.query;

import dev.billing.customers.database.Statement;
import dev.billing.customers.database.Texts;
import dev.billing.customers.url.UrlParameters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a caller searches for: the words of {@code q}. How a text becomes words is defined by the function {@code search_words} of the
 * database (migration 19), so that rows and callers have the same ones. For ASCII it is so simple that it is done here, which saves a
 * round trip.
 *
 * @param text as the caller wrote it; not blank
 */
record SearchTerms(String text) {

    static final String PARAMETER = "q";

    /** How good a match is: 0 if all words are there as they are, 1 if some only begin like it, 2 if some are only similar. */
    static final ListProperty<Object, Long> RANK =
            ListProperty.integer("search_rank", (Object any) -> null).required();

    /** The maximum length, in characters. */
    static final int MAX_LENGTH = 200;

    /** The maximum number of different words. */
    static final int MAX_WORDS = 10;

    /** As much of a word counts, in characters. */
    static final int WORD = 40;

    private static final int ASCII = 0x80;

    /**
     * Parses {@code q}. A blank one is as if it was absent. Throws {@link InvalidListException} if it is too long, or has no word or too
     * many, or if the table cannot be searched.
     */
    static Optional<SearchTerms> parse(UrlParameters parameters, ListTable<?> table) {
        return parameters.value(PARAMETER).flatMap(text -> parse(text, table));
    }

    private static Optional<SearchTerms> parse(String text, ListTable<?> table) {
        if (table.words().isEmpty()) {
            throw invalid("This list does not have 'q'.");
        }
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw invalid("'q' takes at most " + MAX_LENGTH + " characters.");
        }
        if (!Texts.isStorable(text)) {
            throw invalid("'q' must be text, without the character U+0000.");
        }
        if (text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            return Optional.empty();
        }
        var terms = new SearchTerms(text);
        if (terms.isAscii()) {
            terms.words();
        }
        return Optional.of(terms);
    }

    /** Whether the words are known without the database. */
    boolean isAscii() {
        return text.chars().allMatch(c -> c < ASCII);
    }

    /** The different words of a text that {@link #isAscii}, in their order. */
    List<String> words() {
        return checked(split(text));
    }

    /** The words of a text of ASCII. */
    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean isCapital = c >= 'A' && c <= 'Z';
            if (isCapital || c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                word.append(isCapital ? (char) (c + 'a' - 'A') : c);
            } else if (!word.isEmpty()) {
                words.add(word.substring(0, Math.min(WORD, word.length())));
                word.setLength(0);
            }
        }
        return words;
    }

    /** The statement that returns the words of any text as an array. */
    Statement statement() {
        return Statement.of("select search_words($1)", text);
    }

    /** The different ones of the words. Throws {@link InvalidListException} if there are none or too many. */
    static List<String> checked(List<String> words) {
        var different = new LinkedHashSet<>(words);
        if (different.isEmpty()) {
            throw invalid("'q' needs a letter or a digit: words are searched for.");
        }
        if (different.size() > MAX_WORDS) {
            throw invalid("'q' takes at most " + MAX_WORDS + " different words.");
        }
        return List.copyOf(different);
    }

    private static InvalidListException invalid(String message) {
        return new InvalidListException(PARAMETER, message);
    }
}
