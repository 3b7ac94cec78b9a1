package dev.billing.customers.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.billing.customers.query.Booleans;
import dev.billing.customers.url.Parameters.Parameter;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;

/** Writes bodies as JSON, indented if the request asks for it. */
@ApplicationScoped
class JsonWriter {

    private final ObjectWriter compact;
    private final ObjectWriter pretty;

    JsonWriter(ObjectMapper json) {
        this.compact = json.writer();
        this.pretty = json.writerWithDefaultPrettyPrinter();
    }

    /** The JSON of a body, as the request asks for it. */
    byte[] json(RoutingContext context, Object body) {
        if (body instanceof Envelope envelope && envelope.json().isPresent()) {
            return envelope.json().get();
        }
        try {
            return (isPretty(context) ? pretty : compact).writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON of the body that a request is answered with, which is compressed on its way if that pays. */
    byte[] write(RoutingContext context, Object body) {
        var json = json(context, body);
        Compression.decide(context.request(), json.length);
        return json;
    }

    private static boolean isPretty(RoutingContext context) {
        var parameters = QueryParameters.of(context);
        return parameters != null && parameters.all().stream().anyMatch(JsonWriter::asksForPretty);
    }

    private static boolean asksForPretty(Parameter parameter) {
        return parameter.name().equals("pretty")
                && Booleans.parse(parameter.value()).orElse(false);
    }
}
