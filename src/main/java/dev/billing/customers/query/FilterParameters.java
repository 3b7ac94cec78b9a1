package dev.billing.customers.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.database.Texts;
import dev.billing.customers.url.UrlParameters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses the filters of a request: {@code filter[name]=Acme}, {@code filter[name][]=Acme}, {@code filter={"name":"Acme"}},
 * {@code metadata[key]=value}, and the short forms {@code updated_after} and {@code open_balance}.
 */
final class FilterParameters {

    /** The maximum number of values of one filter. */
    static final int MAX_VALUES = 100;

    /** The maximum number of filters by members of a property: an object has no more of them. */
    static final int MAX_MEMBERS = 50;

    static final String FILTER = "filter";
    static final String UPDATED_AFTER = "updated_after";
    static final String OPEN_BALANCE = "open_balance";

    private static final String OPEN = FILTER + "[";
    private static final String CLOSE = "]";
    private static final String TOO_MANY = "A filter takes at most " + MAX_VALUES + " values.";

    /** A filter by one of several values, as clients write an array: {@code filter[name][]} or {@code filter[name][0]}. */
    private static final Pattern LIST = Pattern.compile("((?:filter|metadata)\\[.+])\\[[0-9]*]", Pattern.DOTALL);

    /** The start of a parameter for a member of metadata. */
    static final String METADATA_OPEN = "metadata[";

    static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final UrlParameters parameters;
    private final ListTable<?> table;
    private final Representation representation;
    private final List<Filter> filters = new ArrayList<>();

    private FilterParameters(UrlParameters parameters, ListTable<?> table, Representation representation) {
        this.parameters = parameters;
        this.table = table;
        this.representation = representation;
    }

    /**
     * Parses all filters. Throws {@link InvalidListException} for an unknown property, a value of the wrong type, or invalid JSON.
     *
     * @param representation whose properties can be named
     */
    static List<Filter> parse(UrlParameters parameters, ListTable<?> table, Representation representation) {
        return new FilterParameters(parameters, table, representation).parse();
    }

    private List<Filter> parse() {
        // Sorted, so that the same one of several invalid filters is reported.
        var single = new TreeSet<String>();
        var lists = new TreeMap<String, Set<String>>();
        for (var parameter : parameters.all()) {
            var list = LIST.matcher(parameter.name());
            if (list.matches()) {
                lists.computeIfAbsent(list.group(1), any -> new LinkedHashSet<>())
                        .add(parameter.value());
            } else if (parameter.name().startsWith(OPEN) || parameter.name().startsWith(METADATA_OPEN)) {
                single.add(parameter.name());
            }
        }
        single.forEach(name -> add(name, Set.of(parameters.value(name).orElseThrow())));
        lists.forEach(this::add);
        parameters.value(FILTER).ifPresent(this::addJson);
        parameters.value(UPDATED_AFTER).ifPresent(this::addUpdatedAfter);
        parameters.value(OPEN_BALANCE).ifPresent(this::addOpenBalance);
        if (filters.stream().filter(Filter.Member.class::isInstance).count() > MAX_MEMBERS) {
            throw new InvalidListException(
                    FILTER, "A list takes at most " + MAX_MEMBERS + " filters by " + ListProperty.METADATA + ".");
        }
        return List.copyOf(filters);
    }

    /** Adds the filter of a parameter, by any of these values. An empty one is absence. */
    private void add(String parameter, Set<String> texts) {
        var name = nameIn(parameter);
        var property = property(name, parameter);
        if (texts.size() > MAX_VALUES) {
            throw new InvalidListException(parameter, TOO_MANY);
        }
        var values = new LinkedHashSet<>();
        try {
            for (var text : texts) {
                if (!text.isEmpty()) {
                    values.add(
                            property.hasMembers()
                                    ? ValueType.TEXT.parse(text)
                                    : property.type().parse(text));
                }
            }
        } catch (IllegalArgumentException e) {
            throw property.hasMembers() ? notText(parameter) : wrongType(property);
        }
        filters.add(oneOf(property, name, parameter, values, texts.contains("")));
    }

    /** The name of the property in a parameter; empty if there is none, or the brackets are not closed. */
    private static String nameIn(String parameter) {
        boolean isMember = parameter.startsWith(METADATA_OPEN);
        int start = (isMember ? METADATA_OPEN : OPEN).length();
        int end = parameter.length() - CLOSE.length();
        var name = parameter.endsWith(CLOSE) ? parameter.substring(start, end) : "";
        return isMember && !name.isEmpty() ? ListProperty.METADATA + ListProperty.OF_MEMBER + name : name;
    }

    private void addJson(String text) {
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
        object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
            var property = property(member.getKey(), OPEN + member.getKey() + CLOSE);
            filters.add(json(property, member.getKey(), member.getValue()));
        });
    }

    private static Filter json(ListProperty<?, ?> property, String name, JsonNode value) {
        var parameter = OPEN + name + CLOSE;
        var alternatives = value.isArray() ? value : List.of(value);
        if (value.size() > MAX_VALUES) {
            throw new InvalidListException(parameter, TOO_MANY);
        }
        var values = new LinkedHashSet<>();
        boolean orAbsent = false;
        try {
            for (var alternative : alternatives) {
                if (alternative.isNull()) {
                    orAbsent = true;
                } else {
                    values.add(
                            property.hasMembers()
                                    ? ValueType.TEXT.parse(alternative)
                                    : property.type().parse(alternative));
                }
            }
        } catch (IllegalArgumentException e) {
            throw property.hasMembers() ? notText(parameter) : wrongType(property);
        }
        return oneOf(property, name, parameter, values, orAbsent);
    }

    private static Filter oneOf(
            ListProperty<?, ?> property, String name, String parameter, Set<Object> values, boolean orAbsent) {
        return property.hasMembers()
                ? new Filter.Member(
                        property,
                        key(name, parameter),
                        values.stream().map(String.class::cast).collect(Collectors.toCollection(LinkedHashSet::new)),
                        orAbsent)
                : new Filter.OneOf(
                        property,
                        values.stream().map(property::compared).collect(Collectors.toCollection(LinkedHashSet::new)),
                        orAbsent);
    }

    /** Whether a row was changed, or if it never was, created, after a time. */
    private void addUpdatedAfter(String text) {
        var time = table.changeTime().orElseThrow(() -> notHere(UPDATED_AFTER));
        try {
            filters.add(new Filter.Comparison(time, true, ValueType.INTEGER.parse(text)));
        } catch (IllegalArgumentException e) {
            throw new InvalidListException(UPDATED_AFTER, "'" + UPDATED_AFTER + "' must be a time in UNIX seconds.");
        }
    }

    private void addOpenBalance(String text) {
        var balance = table.openBalance().orElseThrow(() -> notHere(OPEN_BALANCE));
        boolean isOpen = Booleans.parseParameter(text)
                .orElseThrow(() ->
                        new InvalidListException(OPEN_BALANCE, "'" + OPEN_BALANCE + "' must be true, false, 1 or 0."));
        filters.add(new Filter.Comparison(balance, isOpen, BigDecimal.ZERO));
    }

    private ListProperty<?, ?> property(String name, String parameter) {
        return table.filterable(name, representation)
                .orElseThrow(() -> new InvalidListException(parameter, advice(parameter)));
    }

    private String advice(String parameter) {
        var members = table.members();
        boolean isOfMember = parameter.startsWith(METADATA_OPEN) || parameter.startsWith(OPEN + ListProperty.METADATA);
        if (isOfMember && members.isPresent() && representation == Representation.ENVELOPED) {
            return "Metadata is a part of the representation " + Representation.BARE.version()
                    + ". Send envelope=0 with every request that is about metadata.";
        }
        if (isOfMember && members.isPresent()) {
            return "Write metadata[key]=value, or filter[metadata.key]=value.";
        }
        var names = table.names(ListProperty::isFilterable);
        return "A filter must name one of: " + names
                + (members.isPresent() && representation == Representation.BARE
                        ? ", " + ListProperty.METADATA + ListProperty.OF_MEMBER + "key"
                        : "")
                + ".";
    }

    private static String key(String name, String parameter) {
        var key = name.substring(ListProperty.METADATA.length() + ListProperty.OF_MEMBER.length());
        boolean isPossible = Texts.isStorable(key)
                && key.codePointCount(0, key.length()) <= ListProperty.MAX_KEY
                && key.chars().noneMatch(Character::isISOControl);
        if (!isPossible) {
            throw new InvalidListException(
                    parameter,
                    "A key of metadata has 1 to " + ListProperty.MAX_KEY + " characters, without control characters.");
        }
        return key;
    }

    private static InvalidListException notText(String parameter) {
        return new InvalidListException(parameter, "A value of metadata must be text.");
    }

    private static InvalidListException notHere(String parameter) {
        return new InvalidListException(parameter, "This list does not have '" + parameter + "'.");
    }

    private static InvalidListException wrongType(ListProperty<?, ?> property) {
        return new InvalidListException(
                OPEN + property.name() + CLOSE,
                "'" + property.name() + "' must be " + property.type().description() + ".");
    }

    private static InvalidListException notAnObject() {
        return new InvalidListException(FILTER, "'filter' must be a JSON object, such as {\"name\":\"Acme\"}.");
    }
}
