package dev.billing.customers.api;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;

/** An amount of money that the database stores exactly: up to 15 digits before the point and 4 places after it. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Amount.Validator.class)
public @interface Amount {

    /** What the caller is told. */
    String message() default "must be a number of at most 15 digits before the point and 4 places after it";

    /** Validation groups, as Bean Validation requires. */
    Class<?>[] groups() default {};

    /** Validation payload, as Bean Validation requires. */
    Class<? extends Payload>[] payload() default {};

    /** Checks the constraint; null is not an amount. */
    class Validator implements ConstraintValidator<Amount, BigDecimal> {

        private static final int MAX_DIGITS = 15;
        private static final int MAX_PLACES = 4;

        /** In 64 bits, because the difference of a small precision and a huge exponent does not fit into 32. */
        @Override
        public boolean isValid(BigDecimal value, ConstraintValidatorContext context) {
            if (value == null) {
                return false;
            }
            long places = value.scale();
            if (places > MAX_PLACES && places <= MAX_PLACES + value.precision()) {
                places = value.stripTrailingZeros().scale();
            }
            return places <= MAX_PLACES && value.precision() - (long) value.scale() <= MAX_DIGITS;
        }
    }
}
