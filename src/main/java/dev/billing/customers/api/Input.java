package dev.billing.customers.api;

import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * The request body of a POST, PUT or PATCH: one field per property, with its constraints. Texts are {@code JsonNullable}, to distinguish
 * null from absent; for any other type the library treats blank text as absent.
 */
public interface Input {

    /** The error message for a required property. */
    String NOT_BLANK = "must not be null or blank";

    /** Adds a fault if a property was not sent. */
    static void require(Faults faults, String name, JsonNullable<?> sent) {
        if (!sent.isPresent()) {
            faults.add(ApiException.invalid(name, "'" + name + "' " + NOT_BLANK + "."));
        }
    }

    /** Throws {@link ApiException} 400 if a property was not sent. */
    static void require(String name, JsonNullable<?> sent) {
        var faults = new Faults();
        require(faults, name, sent);
        faults.refuse();
    }
}
