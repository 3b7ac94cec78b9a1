package dev.billing.customers.api;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;

/** The paths of the operations of resources. */
final class ResourcePaths {

    /** A variable in a path. */
    static final String VARIABLE = "[^/]+";

    private ResourcePaths() {}

    /** A regular expression for the paths of an operation. */
    static String of(Class<?> type, Method method) {
        var below = method.getAnnotation(Path.class);
        var template = type.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return template.replaceAll("\\{[^}]*}", VARIABLE) + "/?";
    }
}
