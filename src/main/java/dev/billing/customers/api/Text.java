package dev.billing.customers.api;

import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.validator.constraints.CodePointLength;

/** Text that fits its column, counted in code points like in PostgreSQL, without control characters or lone surrogates. Null is valid. */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@CodePointLength
@Pattern(regexp = Text.LINE)
@ReportAsSingleViolation
public @interface Text {

    /** One line. */
    String LINE = "[^\\p{Cc}\\p{Cs}]*+";

    /** Several lines: tabs and line breaks are allowed. */
    String LINES = "[[^\\p{Cc}\\p{Cs}]\\t\\r\\n]*+";

    /** The length of the column, in Unicode code points. */
    @OverridesAttribute(constraint = CodePointLength.class, name = "max")
    int max();

    /** The pattern of the whole text. */
    @OverridesAttribute(constraint = Pattern.class, name = "regexp")
    String pattern() default LINE;

    String message() default "must be at most {max} characters, without control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
