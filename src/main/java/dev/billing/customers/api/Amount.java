package dev.billing.customers.api;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An amount of money that the database stores exactly: up to 15 digits before the point and 4 places after it. Null is not valid. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@NotNull
@Digits(integer = 15, fraction = 4)
@ReportAsSingleViolation
public @interface Amount {

    String message() default "must be a number of at most 15 digits before the point and 4 places after it";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
