package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.billing.customers.query.Booleans;
import dev.billing.customers.query.Representation;
import dev.billing.customers.url.UrlParameters.Parameter;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** Writes bodies as JSON in the representation of the request, indented if the request has {@code pretty=1}. */
@ApplicationScoped
class JsonWriter {

    private final ObjectWriter compact;
    private final ObjectWriter pretty;
    private final ObjectWriter compactBare;
    private final ObjectWriter prettyBare;

    JsonWriter(ObjectMapper json) {
        this.compact = json.writer();
        this.pretty = json.writerWithDefaultPrettyPrinter();
        this.compactBare = Representation.BARE.in(compact);
        this.prettyBare = Representation.BARE.in(pretty);
    }

    /** Writes the rows of exports: compact, in a representation. */
    ObjectWriter ofRows(Representation representation) {
        return representation == Representation.BARE ? compactBare : compact;
    }

    /** The JSON of a body, formatted for this request. */
    byte[] json(RoutingContext context, Object body) {
        if (body instanceof Envelope envelope && envelope.json().isPresent()) {
            return envelope.json().get();
        }
        boolean isPretty = isPretty(context);
        try {
            if (body instanceof Envelope envelope && Representations.of(context) == Representation.BARE) {
                return (isPretty ? prettyBare : compactBare).writeValueAsBytes(envelope.bare());
            }
            return (isPretty ? pretty : compact).writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON of the response body. Also decides whether it is compressed. */
    byte[] write(RoutingContext context, Object body) {
        var json = json(context, body);
        Compression.decide(context.request(), json.length);
        return json;
    }

    private static boolean isPretty(RoutingContext context) {
        return QueryParameters.of(context)
                .filter(parameters -> parameters.all().stream().anyMatch(JsonWriter::asksForPretty))
                .isPresent();
    }

    private static boolean asksForPretty(Parameter parameter) {
        return parameter.name().equals("pretty")
                && Booleans.parseParameter(parameter.value()).orElse(false);
    }
}
