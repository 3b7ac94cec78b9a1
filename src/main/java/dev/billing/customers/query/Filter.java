package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.url.UrlParameters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A filter of a list: a property equals one of the values, or is absent if that is allowed.
 *
 * @param property the property to compare
 * @param values the values that match, each of the property's type; may be empty
 * @param orAbsent whether a row without a value matches
 */
record Filter(ListProperty<?, ?> property, Set<Object> values, boolean orAbsent) {

    /** The maximum number of values of one filter. */
    static final int MAX_VALUES = 100;

    static final String PARAMETER = "filter";

    private static final String OPEN = PARAMETER + "[";
    private static final String CLOSE = "]";

    static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /**
     * Parses both forms, {@code filter[name]=Acme} and {@code filter={"name":"Acme"}}; all filters must match. Throws
     * {@link InvalidListException} for an unknown property, a value of the wrong type, or invalid JSON.
     */
    static List<Filter> parse(UrlParameters parameters, ListTable<?> table) {
        var filters = new ArrayList<Filter>();
        var names = new TreeSet<String>(); // Sorted, so that the same one of several invalid filters is reported.
        parameters.all().stream().map(UrlParameters.Parameter::name).forEach(names::add);
        for (var name : names) {
            if (name.startsWith(OPEN)) {
                filters.add(bracket(name, parameters.value(name).orElseThrow(), table));
            }
        }
        parameters.value(PARAMETER).ifPresent(json -> filters.addAll(json(json, table)));
        return List.copyOf(filters);
    }

    /** The condition of the rows that match. */
    Condition condition() {
        if (values.isEmpty()) {
            return orAbsent ? new Condition.Absent(property) : new Condition.Never();
        }
        var matches = new Condition.OneOf(property, values);
        return orAbsent ? new Condition.Any(List.of(matches, new Condition.Absent(property))) : matches;
    }

    private static Filter bracket(String parameter, String text, ListTable<?> table) {
        boolean closed = parameter.endsWith(CLOSE);
        var name = parameter.substring(OPEN.length(), parameter.length() - (closed ? CLOSE.length() : 0));
        var property = property(closed ? name : "", parameter, table);
        if (text.isEmpty()) {
            return new Filter(property, Set.of(), true);
        }
        try {
            return new Filter(property, Set.of(property.type().parse(text)), false);
        } catch (IllegalArgumentException e) {
            throw wrongType(property);
        }
    }

    private static List<Filter> json(String text, ListTable<?> table) {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JsonProcessingException | NumberFormatException | ArithmeticException e) {
            // The last two are thrown for exponents that are out of range, such as that of 1e9999999999.
            throw notAnObject();
        }
        if (!object.isObject()) {
            throw notAnObject();
        }
        var filters = new ArrayList<Filter>();
        object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
            var property = property(member.getKey(), OPEN + member.getKey() + CLOSE, table);
            filters.add(json(property, member.getValue()));
        });
        return filters;
    }

    private static Filter json(ListProperty<?, ?> property, JsonNode value) {
        var alternatives = value.isArray() ? value : List.of(value);
        if (value.size() > MAX_VALUES) {
            throw new InvalidListException(parameter(property), "A filter takes at most " + MAX_VALUES + " values.");
        }
        var values = new LinkedHashSet<>();
        boolean orAbsent = false;
        try {
            for (var alternative : alternatives) {
                if (alternative.isNull()) {
                    orAbsent = true;
                } else {
                    values.add(property.type().parse(alternative));
                }
            }
        } catch (IllegalArgumentException e) {
            throw wrongType(property);
        }
        return new Filter(property, values, orAbsent);
    }

    private static ListProperty<?, ?> property(String name, String parameter, ListTable<?> table) {
        return table.filterable(name)
                .orElseThrow(() -> new InvalidListException(
                        parameter, "A filter must name one of: " + table.names(ListProperty::isFilterable) + "."));
    }

    private static InvalidListException wrongType(ListProperty<?, ?> property) {
        return new InvalidListException(
                parameter(property),
                "'" + property.name() + "' must be " + property.type().description() + ".");
    }

    private static InvalidListException notAnObject() {
        return new InvalidListException(PARAMETER, "'filter' must be a JSON object, such as {\"name\":\"Acme\"}.");
    }

    private static String parameter(ListProperty<?, ?> property) {
        return OPEN + property.name() + CLOSE;
    }
}
