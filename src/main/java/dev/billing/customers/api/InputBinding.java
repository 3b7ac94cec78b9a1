package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.IgnoredPropertyException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.billing.customers.error.ApiException;
import dev.billing.customers.error.Faults;
import dev.billing.customers.query.Representation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds the members of a body to the properties of an input. */
final class InputBinding {

    private InputBinding() {}

    /**
     * Binds an object. Members that cannot be bound are faults, and their properties are as if they were not sent.
     *
     * @param faults gets them in the order of their names, so that they do not depend on the order of the members
     */
    static <I extends Input> I bind(JsonNode object, Class<I> type, JsonMapper mapper, Faults faults) {
        try {
            return mapper.treeToValue(object, type);
        } catch (JsonProcessingException failure) {
            return bindWhatCanBe(sorted(object), type, mapper, faults);
        }
    }

    /** Goes on behind each member that cannot be bound: those before it are bound by then. */
    private static <I extends Input> I bindWhatCanBe(
            ObjectNode members, Class<I> type, JsonMapper mapper, Faults faults) {
        try {
            I input = mapper.treeToValue(JsonNodeFactory.instance.objectNode(), type);
            var reader = mapper.readerForUpdating(input);
            while (!faults.isFull()) {
                try {
                    reader.readValue(members);
                    break;
                } catch (JsonProcessingException failure) {
                    faults.add(refusal(failure));
                    removeUpTo(property(failure), members);
                }
            }
            return input;
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe); // Nothing but a tree is read.
        }
    }

    private static void removeUpTo(@Nullable String name, ObjectNode members) {
        var names = members.fieldNames();
        boolean found = false;
        while (!found && names.hasNext()) {
            found = names.next().equals(name);
            names.remove();
        }
    }

    private static ApiException refusal(JsonProcessingException failure) {
        var name = property(failure);
        if (failure instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return ApiException.invalid(
                    unknown.getPropertyName(), "There is no such property. The known ones are: " + known + ".");
        }
        if (failure instanceof IgnoredPropertyException) {
            return ApiException.invalid(
                    name,
                    "There is no such property. It is one of the representation " + Representation.BARE.version()
                            + ", which 'envelope=0' chooses.");
        }
        return failure instanceof MismatchedInputException mismatch
                ? ApiException.invalid(name, "'" + name + "' must be " + expected(mismatch.getTargetType()) + ".")
                : ApiException.invalid(name, "The value cannot be read.");
    }

    private static ObjectNode sorted(JsonNode object) {
        var sorted = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> sorted.set(member.getKey(), member.getValue()));
        return sorted;
    }

    private static String expected(Class<?> type) {
        if (Boolean.class.equals(type)) {
            return "true or false";
        }
        return BigDecimal.class.equals(type) ? "a number of at most 40 digits" : "text";
    }

    private static @Nullable String property(JsonProcessingException e) {
        boolean known =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty();
        return known ? ((JsonMappingException) e).getPath().get(0).getFieldName() : null;
    }
}
