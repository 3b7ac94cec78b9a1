package dev.billing.customers.query;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What the spellings of a text that are compared as equal have in common.
 *
 * @param expression of the key of a row, as the index has it
 * @param function of SQL that makes the key of a text that a caller sent, or empty if {@code of} has made it
 * @param of makes the key of a text, or of its start
 * @param isEquality whether two values with the same key are equal; if not, only what they begin with is compared by it
 */
record TextKey(String expression, String function, UnaryOperator<String> of, boolean isEquality) {

    private static final String WITHOUT_CASE = "without_case";

    /** Upper case, which the database makes (migration 16). */
    static TextKey withoutCase(String column) {
        return new TextKey(
                WITHOUT_CASE + "(" + column + ")", WITHOUT_CASE, text -> text.toUpperCase(Locale.ROOT), false);
    }
}
