package dev.billing.customers.api;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/** Tells which characters are visible, by ICU's Unicode character database, which is newer than Java's. */
final class Characters {

    /** A blank character that Unicode classifies as a symbol. */
    private static final int BRAILLE_BLANK = 0x2800;

    private Characters() {}

    /** Whether a code point is visible: it is assigned, and is not white space, a control or format character, a filler or a separator. */
    static boolean isVisible(int codePoint) {
        return switch (UCharacter.getType(codePoint)) {
            case ECharacterCategory.CONTROL,
                    ECharacterCategory.SURROGATE,
                    ECharacterCategory.UNASSIGNED,
                    ECharacterCategory.SPACE_SEPARATOR,
                    ECharacterCategory.LINE_SEPARATOR,
                    ECharacterCategory.PARAGRAPH_SEPARATOR -> false;
            // Most format characters are invisible; those that enclose other characters are not.
            case ECharacterCategory.FORMAT ->
                UCharacter.hasBinaryProperty(codePoint, UProperty.PREPENDED_CONCATENATION_MARK);
            default ->
                codePoint != BRAILLE_BLANK
                        && !UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }
}
