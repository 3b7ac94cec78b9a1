package dev.billing.customers.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an operation that takes the parameters of a list ({@link Call#listRequest}). Callers that prefer strict handling are told so. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Listed {

    String METADATA = "metadata[key]";
    String SEARCH = "q";
    String OPEN_BALANCE = "open_balance";
    String AFTER = "after";
    String WAIT = "wait";

    /** Whether it has pages, in an order that callers choose. */
    boolean isPaged() default true;

    /** Parameters that it has besides. */
    String[] also() default {};
}
