package dev.billing.customers.clients.example;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent to create or edit a customer: exactly what was set. A null clears a property, and what was not set is left alone. */
public final class CustomerInput {

    private final Map<String, String> properties = new LinkedHashMap<>();

    public CustomerInput number(String number) {
        return set("number", number);
    }

    public CustomerInput name(String name) {
        return set("name", name);
    }

    public CustomerInput email(String email) {
        return set("email", email);
    }

    public CustomerInput city(String city) {
        return set("city", city);
    }

    public CustomerInput postalCode(String postalCode) {
        return set("postal_code", postalCode);
    }

    public CustomerInput notes(String notes) {
        return set("notes", notes);
    }

    // The other properties are set in the same way.

    private CustomerInput set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    @JsonValue
    Map<String, String> properties() {
        return Collections.unmodifiableMap(properties);
    }
}
