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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses the filters of a request: {@code filter[name]=Acme}, {@code filter[name][]=Acme}, {@code filter={"name":"Acme"}}, with an
 * {@link Operator} {@code filter[balance][gte]=100} and {@code filter={"balance":{"gte":100}}}, {@code metadata[key]=value}, and the short
 * forms {@code updated_after}, {@code updated_before} and {@code open_balance}.
 */
final class FilterParameters {

    /** The maximum number of values of one filter. */
    static final int MAX_VALUES = 100;

    /** The maximum number of filters by members of a property: an object has no more of them. */
    static final int MAX_MEMBERS = 50;

    static final String FILTER = "filter";
    static final String UPDATED_AFTER = "updated_after";
    static final String UPDATED_BEFORE = "updated_before";
    static final String OPEN_BALANCE = "open_balance";

    private static final String OPEN = FILTER + "[";
    private static final String CLOSE = "]";

    /** Between the name of a property and an operator. */
    private static final String NEXT = CLOSE + "[";

    private static final int MIN_PART = 3;
    private static final int MAX_PART = 255;

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
        parameters.value(UPDATED_AFTER).ifPresent(time -> addChanged(UPDATED_AFTER, Operator.GT, time));
        parameters.value(UPDATED_BEFORE).ifPresent(time -> addChanged(UPDATED_BEFORE, Operator.LT, time));
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
        int next = name.lastIndexOf(NEXT);
        if (next >= 0 && isOperator(name.substring(0, next), name.substring(next + NEXT.length()))) {
            var property = property(name.substring(0, next), parameter);
            var operator = operator(name.substring(next + NEXT.length()), parameter);
            if (texts.size() > 1) {
                throw oneValue(parameter);
            }
            var text = texts.iterator().next();
            filters.add(compared(
                    property,
                    operator,
                    parameter,
                    text.isEmpty() ? null : parse(property, parameter, type -> type.parse(text))));
            return;
        }
        var property = property(name, parameter);
        if (texts.size() > MAX_VALUES) {
            throw new InvalidListException(parameter, TOO_MANY);
        }
        var values = new LinkedHashSet<>();
        for (var text : texts) {
            if (!text.isEmpty()) {
                values.add(parse(property, OPEN + property.name() + CLOSE, type -> type.parse(text)));
            }
        }
        filters.add(oneOf(property, name, parameter, values, texts.contains("")));
    }

    /** Whether what follows a name is an operator, right or wrong. The keys of metadata may have brackets. */
    private static boolean isOperator(String name, String last) {
        return !ListProperty.isOfMember(name) || Operator.of(last).isPresent();
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
            var parameter = OPEN + member.getKey() + CLOSE;
            var property = property(member.getKey(), parameter);
            if (member.getValue().isObject()) {
                addOperators(property, parameter, member.getValue());
            } else {
                filters.add(json(property, member.getKey(), parameter, member.getValue()));
            }
        });
    }

    private void addOperators(ListProperty<?, ?> property, String parameter, JsonNode operators) {
        if (operators.isEmpty()) {
            throw new InvalidListException(parameter, "An operator is one of: " + Operator.names() + ".");
        }
        operators.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
            var operand = parameter + "[" + member.getKey() + CLOSE;
            var operator = operator(member.getKey(), operand);
            var value = member.getValue();
            if (value.isContainerNode()) {
                throw oneValue(operand);
            }
            filters.add(compared(
                    property,
                    operator,
                    operand,
                    value.isNull() ? null : parse(property, operand, type -> type.parse(value))));
        });
    }

    private static Filter json(ListProperty<?, ?> property, String name, String parameter, JsonNode value) {
        var alternatives = value.isArray() ? value : List.of(value);
        if (value.size() > MAX_VALUES) {
            throw new InvalidListException(parameter, TOO_MANY);
        }
        var values = new LinkedHashSet<>();
        boolean orAbsent = false;
        for (var alternative : alternatives) {
            if (alternative.isNull()) {
                orAbsent = true;
            } else {
                values.add(parse(property, parameter, type -> type.parse(alternative)));
            }
        }
        return oneOf(property, name, parameter, values, orAbsent);
    }

    /** Parses a value; one of metadata is text. */
    private static Object parse(ListProperty<?, ?> property, String parameter, Function<ValueType<?>, Object> parser) {
        try {
            return parser.apply(property.hasMembers() ? ValueType.TEXT : property.type());
        } catch (IllegalArgumentException e) {
            throw property.hasMembers() ? notText(parameter) : wrongType(property, parameter);
        }
    }

    private static Operator operator(String name, String parameter) {
        return Operator.of(name)
                .orElseThrow(() -> new InvalidListException(
                        parameter, "There is no such operator. There are: " + Operator.names() + "."));
    }

    /**
     * The filter by an operator.
     *
     * @param value null for absence
     */
    private Filter compared(ListProperty<?, ?> property, Operator operator, String parameter, @Nullable Object value) {
        if (!operator.isServed(property)) {
            throw new InvalidListException(parameter, "'" + operator + "' " + use(operator) + ".");
        }
        if (operator == Operator.NE) {
            var compared = property.forEquality();
            return new Filter.Not(compared, value == null ? null : compared.comparable(value));
        }
        if (value == null) {
            throw oneValue(parameter);
        }
        return switch (operator) {
            case STARTS_WITH ->
                new Filter.StartsWith(property, property.comparable(value).toString());
            case CONTAINS ->
                new Filter.Contains(property, part(property.comparable(value).toString(), parameter));
            default -> new Filter.Comparison(property, operator, value);
        };
    }

    private String use(Operator operator) {
        var properties = table.names(operator::isServed);
        return properties.isEmpty() ? "can be used with no property of this list" : "can be used with: " + properties;
    }

    /** What a text is to contain: an index has all parts of three characters. */
    private static String part(String text, String parameter) {
        int characters = text.codePointCount(0, text.length());
        if (characters < MIN_PART || characters > MAX_PART) {
            throw new InvalidListException(
                    parameter, "'" + Operator.CONTAINS + "' takes " + MIN_PART + " to " + MAX_PART + " characters.");
        }
        return text;
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
                        property.forEquality(),
                        values.stream().map(property::comparable).collect(Collectors.toCollection(LinkedHashSet::new)),
                        orAbsent);
    }

    /** Whether a row was changed, or if it never was, created, after or before a time. */
    private void addChanged(String parameter, Operator operator, String text) {
        var time = table.changeTime().orElseThrow(() -> notHere(parameter));
        try {
            filters.add(new Filter.Comparison(time, operator, ValueType.INTEGER.parse(text)));
        } catch (IllegalArgumentException e) {
            throw new InvalidListException(parameter, "'" + parameter + "' must be a time in UNIX seconds.");
        }
    }

    private void addOpenBalance(String text) {
        var balance = table.openBalance().orElseThrow(() -> notHere(OPEN_BALANCE));
        boolean isOpen = Booleans.parseParameter(text)
                .orElseThrow(() ->
                        new InvalidListException(OPEN_BALANCE, "'" + OPEN_BALANCE + "' must be true, false, 1 or 0."));
        filters.add(new Filter.Comparison(balance, isOpen ? Operator.GT : Operator.LTE, BigDecimal.ZERO));
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

    private static InvalidListException oneValue(String parameter) {
        return new InvalidListException(parameter, "An operator takes one value.");
    }

    private static InvalidListException wrongType(ListProperty<?, ?> property, String parameter) {
        return new InvalidListException(
                parameter,
                "'" + property.name() + "' must be " + property.type().description() + ".");
    }

    private static InvalidListException notAnObject() {
        return new InvalidListException(FILTER, "'filter' must be a JSON object, such as {\"name\":\"Acme\"}.");
    }
}
