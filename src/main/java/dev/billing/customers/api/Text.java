package dev.billing.customers.api;

import dev.billing.customers.database.Texts;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text that fits its column, in characters as PostgreSQL counts them, and has no control characters. */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Text.Validator.class)
public @interface Text {

    /** The length of the column, in Unicode code points. */
    int max();

    /** Whether tabs and line breaks are allowed, for text that people write in paragraphs. */
    boolean multiline() default false;

    /** What the caller is told. */
    String message() default "must be at most {max} characters, without control characters";

    /** Validation groups, as Bean Validation requires. */
    Class<?>[] groups() default {};

    /** Validation payload, as Bean Validation requires. */
    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint; null is valid. */
    class Validator implements ConstraintValidator<Text, String> {

        private int max;
        private boolean multiline;

        @Override
        public void initialize(Text constraint) {
            max = constraint.max();
            multiline = constraint.multiline();
        }

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null
                    || Texts.isStorable(value)
                            && value.codePointCount(0, value.length()) <= max
                            && value.chars().noneMatch(this::isForbidden);
        }

        private boolean isForbidden(int character) {
            boolean layout = character == '\n' || character == '\r' || character == '\t';
            return Character.isISOControl(character) && !(multiline && layout);
        }
    }
}
