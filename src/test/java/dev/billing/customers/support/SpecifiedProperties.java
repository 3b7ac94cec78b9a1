package dev.billing.customers.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The properties of customers and of contacts as they are specified. Tests of all kinds take them from here, and nothing here comes from
 * the service.
 */
public final class SpecifiedProperties {

    /** The maximum of what is no text. */
    private static final int NO_TEXT = 0;

    /** In the order in which answers have them. */
    public static final List<Specified> OF_CUSTOMERS = List.of(
            readOnly("created_at"),
            readOnly("updated_at"),
            readOnly("id"),
            text("number", 255, "CUST-0001"),
            text("name", 255, "Acme"),
            text("email", 254, "billing@acmecorp.com"),
            text("address1", 255, "342 Amber St"),
            text("address2", 255, null),
            text("city", 255, "Hill Valley"),
            text("state", 255, "CA"),
            text("postal_code", 255, "94523"),
            text("country", 255, "United States"),
            text("tax_id", 255, "893-934835"),
            text("phone", 255, "(820) 297-2983"),
            text("other_phone", 255, null),
            text("website", 255, "acmecorp.com"),
            text("notes", 10_000, null),
            readOnly("balance"),
            readOnly("stripe_customer"));

    /** In the order in which answers have them. */
    public static final List<Specified> OF_CONTACTS = List.of(
            readOnly("created_at"),
            readOnly("updated_at"),
            readOnly("id"),
            readOnly("customer"),
            text("name", 255, "Tia Lesa Dunn"),
            text("email", 254, "billings@acmecorp.com"),
            new Specified("primary", false, NO_TEXT, true));

    private SpecifiedProperties() {}

    /**
     * One property.
     *
     * @param readOnly whether it may only be sent with the value that it has
     * @param maxLength of a text that is sent, or 0
     * @param example the specification's
     */
    public record Specified(String name, boolean readOnly, int maxLength, Object example) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Their names, in order. */
    public static List<String> names(List<Specified> properties) {
        return properties.stream().map(Specified::name).toList();
    }

    /** The specification's example: what is sent, in order. */
    public static Map<String, Object> example(List<Specified> properties) {
        var example = new LinkedHashMap<String, Object>();
        properties.stream()
                .filter(property -> !property.readOnly())
                .forEach(property -> example.put(property.name(), property.example()));
        return example;
    }

    /** What is answered to the specification's example, in order. */
    public static Map<String, Object> answered(List<Specified> properties, Map<String, ?> readOnly) {
        var answer = new LinkedHashMap<String, Object>();
        properties.forEach(property ->
                answer.put(property.name(), property.readOnly() ? readOnly.get(property.name()) : property.example()));
        return answer;
    }

    /** For a test of each. */
    static Stream<String> namesOfCustomers() {
        return names(OF_CUSTOMERS).stream();
    }

    /** For a test of each. */
    static Stream<String> readOnlyOfCustomers() {
        return OF_CUSTOMERS.stream().filter(Specified::readOnly).map(Specified::name);
    }

    /** For a test of each. */
    static Stream<String> readOnlyOfContacts() {
        return OF_CONTACTS.stream().filter(Specified::readOnly).map(Specified::name);
    }

    /** For a test of each. */
    static Stream<Specified> textsOfCustomers() {
        return OF_CUSTOMERS.stream().filter(property -> property.maxLength() > NO_TEXT);
    }

    private static Specified readOnly(String name) {
        return new Specified(name, true, NO_TEXT, null);
    }

    private static Specified text(String name, int maxLength, String example) {
        return new Specified(name, false, maxLength, example);
    }
}
