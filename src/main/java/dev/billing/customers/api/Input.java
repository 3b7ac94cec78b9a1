package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * What a caller may send in the body of a POST, PUT or PATCH: one field per property, with its rules. Texts are
 * {@code JsonNullable}, to tell null from absent; the library takes blank text for absent in any other type.
 */
public interface Input {

    /** What is said of a property that has to be there. */
    String NOT_BLANK = "must not be null or blank";

    /** Checks that a property was sent. Throws {@link ApiException} 400, naming it. */
    static void require(String name, JsonNullable<?> sent) {
        if (!sent.isPresent()) {
            throw ApiException.invalid(name, "'" + name + "' " + NOT_BLANK + ".");
        }
    }
}
