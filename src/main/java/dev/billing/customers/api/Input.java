package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * The request body of a POST, PUT or PATCH: one field per property, with its constraints. Texts are {@code JsonNullable}, to distinguish
 * null from absent; for any other type the library treats blank text as absent.
 */
public interface Input {

    /** The error message for a required property. */
    String NOT_BLANK = "must not be null or blank";

    /** Checks that a property was sent. Throws {@link ApiException} 400 with its name if it was not. */
    static void require(String name, JsonNullable<?> sent) {
        if (!sent.isPresent()) {
            throw ApiException.invalid(name, "'" + name + "' " + NOT_BLANK + ".");
        }
    }
}
