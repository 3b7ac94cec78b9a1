package dev.billing.customers.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The HQL of a list request: attribute names come from the resource's declaration, values are bound. The same request shape
 * gives the same text, so that Hibernate's plan cache and PostgreSQL's prepared statements are hit.
 */
final class ListStatement<E> {

    private final ResourceProperties<E> properties;
    private final ListRequest request;
    private final String where;
    private final Map<String, Object> bound = new LinkedHashMap<>();

    ListStatement(ResourceProperties<E> properties, Scope scope, ListRequest request) {
        this.properties = properties;
        this.request = request;
        this.where = Stream.concat(
                        scope.values().entrySet().stream().map(e -> "e." + e.getKey() + " = " + bind(e.getValue())),
                        request.filters().stream().map(this::condition))
                .collect(Collectors.joining(" and ", " where ", ""));
    }

    /** The rows of the page. */
    Mutiny.SelectionQuery<E> page(Mutiny.StatelessSession session) {
        var hql = "select e" + from() + where + " order by " + order() + " limit :rows offset :skipped";
        return bind(session.createSelectionQuery(hql, properties.entity()))
                .setParameter("rows", (long) request.page().size())
                .setParameter("skipped", request.page().offset());
    }

    /** The exact number of rows on all pages. */
    Mutiny.SelectionQuery<Long> count(Mutiny.StatelessSession session) {
        return bind(session.createSelectionQuery("select count(*)" + from() + where, Long.class));
    }

    private String from() {
        return " from " + properties.entity().getName() + " e";
    }

    private String condition(Filter filter) {
        var attribute = "e." + filter.property().attribute();
        var equal = filter.values().size() == 1
                ? attribute + " = " + bind(filter.values().iterator().next())
                : attribute + " in (" + filter.values().stream().map(this::bind).collect(Collectors.joining(", "))
                        + ")";
        if (filter.values().isEmpty()) {
            return filter.orAbsent() ? attribute + " is null" : "1 = 0";
        }
        return filter.orAbsent() ? "(" + equal + " or " + attribute + " is null)" : equal;
    }

    private String order() {
        var steps = request.sort().stream().map(ListStatement::step);
        boolean total = request.sort().stream().anyMatch(s -> s.property().equals(properties.id()));
        var tie = total
                ? Stream.<String>empty()
                : Stream.of("e." + properties.id().attribute() + " asc");
        return Stream.concat(steps, tie).collect(Collectors.joining(", "));
    }

    private static String step(Sort sort) {
        return "e." + sort.property().attribute() + (sort.descending() ? " desc nulls first" : " asc nulls last");
    }

    private String bind(Object value) {
        var name = "v" + bound.size();
        bound.put(name, value);
        return ":" + name;
    }

    private <R> Mutiny.SelectionQuery<R> bind(Mutiny.SelectionQuery<R> query) {
        bound.forEach(query::setParameter);
        return query;
    }
}
