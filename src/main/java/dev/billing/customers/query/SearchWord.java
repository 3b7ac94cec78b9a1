package dev.billing.customers.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A word that is searched for.
 *
 * @param text in lower case and without accents
 * @param similar what it may have been meant to be
 */
record SearchWord(String text, List<String> similar) {

    /** Shorter words have too many that are similar to them, and longer ones are no words. */
    private static final int MIN_LENGTH = 4;

    private static final int MAX_LENGTH = 20;

    private static final String LATIN = letters('a', 'z');
    private static final String GREEK = letters('\u03b1', '\u03c9');
    private static final String CYRILLIC = letters('\u0430', '\u045f');
    private static final String ARMENIAN = letters('\u0561', '\u0587');
    private static final String HEBREW = letters('\u05d0', '\u05ea');

    /** With the letters of Persian and Urdu. */
    private static final String ARABIC = letters('\u0621', '\u063a') + letters('\u0641', '\u064a')
            + "\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06cc\u06d2";

    private static final String GEORGIAN = letters('\u10d0', '\u10f0');

    static SearchWord exactly(String text) {
        return new SearchWord(text, List.of());
    }

    /**
     * The word with all that are one typing error away from it: a letter is missing, or is too many, or is another one, or has changed
     * places with its neighbour. Only words of letters have any: a number that is not there is no other number.
     */
    static SearchWord forgiving(String text) {
        boolean isForgiven = text.length() >= MIN_LENGTH
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(Character::isLetter);
        if (!isForgiven) {
            return exactly(text);
        }
        var similar = new LinkedHashSet<String>();
        addShorter(text, similar);
        addOthers(text, alphabet(text), similar);
        similar.remove(text);
        return new SearchWord(text, List.copyOf(similar));
    }

    private static void addShorter(String text, Set<String> similar) {
        for (int i = 0; i < text.length(); i++) {
            var start = text.substring(0, i);
            similar.add(start + text.substring(i + 1));
            if (i + 1 < text.length()) {
                similar.add(start + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2));
            }
        }
    }

    private static void addOthers(String text, String alphabet, Set<String> similar) {
        for (int i = 0; i <= text.length(); i++) {
            var start = text.substring(0, i);
            for (int j = 0; j < alphabet.length(); j++) {
                similar.add(start + alphabet.charAt(j) + text.substring(i));
                if (i < text.length()) {
                    similar.add(start + alphabet.charAt(j) + text.substring(i + 1));
                }
            }
        }
    }

    /** The letters of the script; none for scripts that are not written with a few letters each. */
    private static String alphabet(String text) {
        return switch (Character.UnicodeScript.of(text.charAt(0))) {
            case LATIN -> LATIN;
            case GREEK -> GREEK;
            case CYRILLIC -> CYRILLIC;
            case ARMENIAN -> ARMENIAN;
            case HEBREW -> HEBREW;
            case ARABIC -> ARABIC;
            case GEORGIAN -> GEORGIAN;
            default -> "";
        };
    }

    private static String letters(char first, char last) {
        var letters = new StringBuilder();
        for (char letter = first; letter <= last; letter++) {
            letters.append(letter);
        }
        return letters.toString();
    }
}
