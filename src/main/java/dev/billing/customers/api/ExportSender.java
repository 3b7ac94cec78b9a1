package dev.billing.customers.api;

import dev.billing.customers.query.CsvLines;
import dev.billing.customers.query.Export;
import dev.billing.customers.query.JsonLines;
import dev.billing.customers.query.Lines;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/** Sends exports as the responses to their requests. */
@Singleton
class ExportSender {

    private final Call call;
    private final JsonWriter json;
    private final CallerCheck callers;
    private final MeterRegistry meters;

    ExportSender(Call call, JsonWriter json, CallerCheck callers, MeterRegistry meters) {
        this.call = call;
        this.json = json;
        this.callers = callers;
        this.meters = meters;
    }

    /** Sends an export. The request ends when the response does. */
    void send(Export<?> export, ResteasyReactiveRequestContext request) {
        var lines = lines(export);
        request.suspend();
        var response = new ExportResponse(call.routing(), lines, callers, result -> {
            ended(result).increment();
            request.resume();
        });
        export.portions().subscribe().withSubscriber(response);
    }

    private Lines lines(Export<?> export) {
        var representation = call.representation();
        var writer = json.ofRows(representation);
        return switch (call.exportFormat().orElseThrow()) {
            case NDJSON -> new JsonLines(export, writer);
            case CSV -> new CsvLines(export, representation, writer);
        };
    }

    private Counter ended(String result) {
        return Counter.builder("exports.ended")
                .description("Exports that have begun to be sent, by how they ended")
                .tag("result", result)
                .register(meters);
    }
}
