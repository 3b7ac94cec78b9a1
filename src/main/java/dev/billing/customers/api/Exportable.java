package dev.billing.customers.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A list that callers also get as a whole, in one of the formats of {@link ExportFormat}. The operation parses its parameters by
 * {@link Call#listRequest} and answers by {@link Responses#list}. What it does after it has read the list must not fail.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Exportable {}
