package dev.billing.customers.query;

/**
 * One scalar property of a resource.
 *
 * @param name as in the JSON and in the sort and filter parameters
 * @param type what its values are
 * @param attribute the entity's attribute that holds it; it is written into queries and never comes from a caller
 * @param sortable whether {@code sort} may name it
 * @param filterable whether {@code filter} may name it
 */
public record Property(String name, PropertyType type, String attribute, boolean sortable, boolean filterable) {

    /** A text property, sortable and filterable, in the attribute of the same name in camel case. */
    public static Property text(String name) {
        return of(name, PropertyType.TEXT);
    }

    /** A 64 bit integer property, sortable and filterable, in the attribute of the same name in camel case. */
    public static Property integer(String name) {
        return of(name, PropertyType.INTEGER);
    }

    /** An exact decimal property, sortable and filterable, in the attribute of the same name in camel case. */
    public static Property decimal(String name) {
        return of(name, PropertyType.DECIMAL);
    }

    /** A boolean property, sortable and filterable, in the attribute of the same name in camel case. */
    public static Property bool(String name) {
        return of(name, PropertyType.BOOLEAN);
    }

    /** The same property in another attribute. */
    public Property in(String otherAttribute) {
        return new Property(name, type, otherAttribute, sortable, filterable);
    }

    /** The same property, refused by {@code sort}. */
    public Property notSortable() {
        return new Property(name, type, attribute, false, filterable);
    }

    /** The same property, refused by {@code filter}. */
    public Property notFilterable() {
        return new Property(name, type, attribute, sortable, false);
    }

    private static Property of(String name, PropertyType type) {
        return new Property(name, type, camelCase(name), true, true);
    }

    private static String camelCase(String snakeCase) {
        var camel = new StringBuilder(snakeCase.length());
        boolean upper = false;
        for (char c : snakeCase.toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }
}
