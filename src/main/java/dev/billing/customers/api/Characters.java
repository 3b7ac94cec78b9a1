package dev.billing.customers.api;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/** What a person sees of characters, by the Unicode character database of ICU, which is younger than that of Java. */
final class Characters {

    /** It is a symbol that shows nothing. */
    private static final int BRAILLE_BLANK = 0x2800;

    private Characters() {}

    /** Whether a code point shows something: it is assigned, and no white space, control, format character, filler or separator. */
    static boolean isVisible(int codePoint) {
        return switch (UCharacter.getType(codePoint)) {
            case ECharacterCategory.CONTROL,
                    ECharacterCategory.SURROGATE,
                    ECharacterCategory.UNASSIGNED,
                    ECharacterCategory.SPACE_SEPARATOR,
                    ECharacterCategory.LINE_SEPARATOR,
                    ECharacterCategory.PARAGRAPH_SEPARATOR -> false;
            // Most of them show nothing; those that stand around other characters do.
            case ECharacterCategory.FORMAT ->
                UCharacter.hasBinaryProperty(codePoint, UProperty.PREPENDED_CONCATENATION_MARK);
            default ->
                codePoint != BRAILLE_BLANK
                        && !UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }
}
