package dev.billing.customers.database;

/** Checks text that is stored in the database. */
public final class Texts {

    private Texts() {}

    /** Returns false for text with a NUL, which PostgreSQL cannot store, or an unpaired surrogate, which is not Unicode text. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
