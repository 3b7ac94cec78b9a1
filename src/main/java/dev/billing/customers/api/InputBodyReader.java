package dev.billing.customers.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Failures;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Booleans;
import dev.billing.customers.query.Representation;
import dev.billing.customers.url.UrlParameters;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullableModule;

/**
 * Reads JSON and form bodies into an {@link Input} (contract, "Bodies"). Parsing is strict: nothing is guessed. A body that is no object is
 * rejected here. What is wrong with its members is collected, and rejected by {@link Call#check} together with what the operation finds.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
public class InputBodyReader implements MessageBodyReader<Input> {

    /** The maximum size of a body: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private static final NamingBase NAMES = (NamingBase) PropertyNamingStrategies.SNAKE_CASE;

    private static final Map<Representation, JsonMapper> JSON = mappers(builder -> builder.disable(
                    MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, coercions -> coercions
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new SimpleModule("json").addDeserializer(BigDecimal.class, new DecimalDeserializer(false))));

    /** Form values are always text; Jackson converts them to the property's type. */
    private static final Map<Representation, JsonMapper> FORM = mappers(builder -> builder.nodeFactory(FormText.FACTORY)
            .addModule(new SimpleModule()
                    .addDeserializer(Boolean.class, new FormBoolean())
                    .addDeserializer(BigDecimal.class, new DecimalDeserializer(true))));

    /** A form has the members of an object as {@code name[key]}. */
    private static final Pattern MEMBER = Pattern.compile("([a-z_]+)\\[([^\\[\\]]+)]");

    /** Orders violations, so that the same one of several is always reported. */
    private static final Comparator<ConstraintViolation<?>> BY_PROPERTY_AND_MESSAGE =
            Comparator.<ConstraintViolation<?>, String>comparing(InputBodyReader::property)
                    .thenComparing(ConstraintViolation::getMessage);

    private final Validator validator;
    private final Call call;

    InputBodyReader(Validator validator, Call call) {
        this.validator = validator;
        this.call = call;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Input.class.isAssignableFrom(type);
    }

    @Override
    public Input readFrom(
            Class<Input> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException, WebApplicationException {
        var bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > 0 && !namesOneType(headers.getFirst(HttpHeaders.CONTENT_TYPE))) {
            throw ApiException.unsupportedMediaType();
        }
        if (bytes.length > MAX_BYTES) {
            throw Failures.ofStatus(Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode());
        }
        boolean isForm = MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(mediaType);
        var representation = call.representation();
        var object = isForm
                ? form(new String(bytes, StandardCharsets.ISO_8859_1))
                : json(decode(bytes, mediaType), representation);
        var faults = new Faults();
        var input = read(object, type, mapper(isForm ? FORM : JSON, representation), faults);
        call.received(input, faults);
        return input;
    }

    /**
     * Reads JSON outside the REST layer, for the operator API. Throws {@link ApiException} 400 as for other bodies.
     *
     * @param check adds what is wrong with the input and cannot be declared
     */
    public <I extends Input> I readJson(byte[] body, Class<I> type, BiConsumer<I, Faults> check) {
        var faults = new Faults();
        var input = read(
                json(decode(body, MediaType.APPLICATION_JSON_TYPE), Representation.ENVELOPED),
                type,
                mapper(JSON, Representation.ENVELOPED),
                faults);
        check.accept(input, faults);
        faults.refuse();
        return input;
    }

    private <I extends Input> I read(JsonNode object, Class<I> type, JsonMapper mapper, Faults faults) {
        var input = InputBinding.bind(object, type, mapper, faults);
        validate(input, faults);
        return input;
    }

    /** Reads the JSON object of a line. Throws {@link ApiException} 400 as for a body. */
    public JsonNode readLine(String line, Representation representation) {
        return json(line, representation);
    }

    /**
     * Reads an object that was found in another one, or in a line.
     *
     * @param faults gets what is wrong with it
     */
    public <I extends Input> I read(ObjectNode object, Class<I> type, Representation representation, Faults faults) {
        var sent = representation == Representation.BARE ? LaterClients.object(object) : object;
        return read(sent, type, mapper(JSON, representation), faults);
    }

    /** Jakarta REST accepts a missing or empty Content-Type, and one with a wildcard. */
    private static boolean namesOneType(@Nullable String contentType) {
        return contentType != null && !contentType.isBlank() && !contentType.contains("*");
    }

    private static JsonNode json(String text, Representation representation) {
        JsonNode object;
        try {
            object = mapper(JSON, Representation.ENVELOPED).readTree(withoutByteOrderMark(text));
        } catch (JsonProcessingException e) {
            throw ApiException.invalid("The body is not readable JSON" + position(e) + ".");
        } catch (NumberFormatException | ArithmeticException exponentOverflow) {
            throw ApiException.invalid("The body has a number that is out of any range.");
        }
        if (representation == Representation.BARE) {
            object = LaterClients.object(object);
        }
        if (!object.isObject()) {
            throw ApiException.invalid("The body must be a JSON object.");
        }
        return object;
    }

    /** Some editors and libraries write a byte order mark at the start of UTF-8; a parser may ignore it (RFC 8259, section 8.1). */
    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static JsonNode form(String text) {
        var object = JsonNodeFactory.instance.objectNode();
        var form = UrlParameters.parse(text);
        for (var parameter : form.all()) {
            var value = form.value(parameter.name()).orElseThrow();
            var member = MEMBER.matcher(parameter.name());
            boolean isMember = member.matches();
            var name = isMember ? member.group(1) : parameter.name();
            if (object.has(name) && object.get(name).isObject() != isMember) {
                throw ApiException.invalid(name, "'" + name + "' was given as a text and as an object.");
            }
            if (isMember) {
                object.withObjectProperty(name).put(member.group(2), value);
            } else {
                object.put(name, value.isEmpty() ? null : value);
            }
        }
        return object;
    }

    /** Adds what is wrong with an input by its constraints, in the order of the names of its properties. */
    public void validate(Input input, Faults faults) {
        validator.validate(input).stream().sorted(BY_PROPERTY_AND_MESSAGE).forEach(broken -> {
            var name = property(broken);
            faults.add(
                    ApiException.invalid(name, "'" + name + "' " + broken.getMessage() + "."),
                    broken.getInvalidValue() instanceof JsonNode sent ? Metadata.faults(name, sent) : List.of());
        });
    }

    private static String property(ConstraintViolation<?> violation) {
        return NAMES.translate(violation.getPropertyPath().iterator().next().getName());
    }

    private static String decode(byte[] body, MediaType mediaType) {
        try {
            var charset = mediaType.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "UTF-8");
            return Charset.forName(charset)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid("The body is not text in the character set that it claims (UTF-8 by default).");
        } catch (IllegalArgumentException unknownCharset) {
            throw ApiException.unsupportedMediaType();
        }
    }

    private static String position(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Ignores the properties that are only in the bare representation. */
    private static final class WithoutBareOnly extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return member.hasAnnotation(BareOnly.class) || super.hasIgnoreMarker(member);
        }
    }

    /** Ignores null for a boolean: clients of the bare representation send it if they do not mean to change it. */
    private static final class BooleansWithoutNull extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonSetter.Value findSetterInfo(Annotated property) {
            return Boolean.class.equals(property.getRawType())
                    ? JsonSetter.Value.forValueNulls(Nulls.SKIP)
                    : super.findSetterInfo(property);
        }
    }

    /**
     * Accepts an unknown property that says nothing. Clients of the bare representation send all properties that the API has had in later
     * years.
     */
    private static final class EmptyProperties extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            var value = context.readTree(parser);
            return switch (value.getNodeType()) {
                case NULL -> true;
                case BOOLEAN -> !value.booleanValue();
                case ARRAY, OBJECT -> value.isEmpty();
                case STRING ->
                    value.textValue().isEmpty()
                            || value instanceof FormText
                                    && !Booleans.parse(value.textValue()).orElse(true);
                default -> false;
            };
        }
    }

    private static JsonMapper mapper(Map<Representation, JsonMapper> mappers, Representation representation) {
        return Objects.requireNonNull(mappers.get(representation));
    }

    private static Map<Representation, JsonMapper> mappers(UnaryOperator<JsonMapper.Builder> format) {
        return Map.of(
                Representation.ENVELOPED,
                format.apply(mapper())
                        .annotationIntrospector(new WithoutBareOnly())
                        .enable(DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
                        .build(),
                Representation.BARE,
                format.apply(mapper())
                        .annotationIntrospector(new BooleansWithoutNull())
                        .addHandler(new EmptyProperties())
                        .build());
    }

    private static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .addModule(new JsonNullableModule())
                .propertyNamingStrategy(NAMES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
