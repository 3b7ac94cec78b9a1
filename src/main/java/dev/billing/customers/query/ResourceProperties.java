package dev.billing.customers.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a resource declares to be listed: its entity and its scalar properties, in the order of its JSON. One of them is
 * {@code id}, unique within any scope, by which ties are broken.
 *
 * <pre>{@code
 * ResourceProperties.of(Contact.class,
 *         Property.integer("id"), Property.integer("customer").in("customerId"), Property.text("name"));
 * }</pre>
 *
 * @param <E> the entity
 */
public final class ResourceProperties<E> {

    private final Class<E> entity;
    private final Map<String, Property> byName = new LinkedHashMap<>();

    private ResourceProperties(Class<E> entity) {
        this.entity = entity;
    }

    /** Declares the properties of an entity. Two of the same name, or none named id, are a mistake in the program. */
    public static <E> ResourceProperties<E> of(Class<E> entity, Property... properties) {
        var declared = new ResourceProperties<>(entity);
        for (var property : properties) {
            if (declared.byName.put(property.name(), property) != null) {
                throw new IllegalArgumentException(entity.getSimpleName() + " declares " + property.name() + " twice");
            }
        }
        if (!declared.byName.containsKey("id")) {
            throw new IllegalArgumentException(entity.getSimpleName() + " declares no id to break ties by");
        }
        return declared;
    }

    Class<E> entity() {
        return entity;
    }

    Property id() {
        return byName.get("id");
    }

    Optional<Property> sortable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(Property::sortable);
    }

    Optional<Property> filterable(String name) {
        return Optional.ofNullable(byName.get(name)).filter(Property::filterable);
    }

    /** For an error message: what a caller could have named. */
    String names(Predicate<Property> which) {
        return byName.values().stream().filter(which).map(Property::name).collect(Collectors.joining(", "));
    }
}
