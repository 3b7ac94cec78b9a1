package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.OtherSettings;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces, if they are switched on. */
@ServiceTest
@TestProfile(OtherSettings.class)
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** Keeps the spans. It is no exporter itself: Quarkus would hand every span to it a second time, some seconds later. */
    @Singleton
    static class Spans {

        private final InMemorySpanExporter kept = InMemorySpanExporter.create();

        /** Hands spans over when they end. */
        @Produces
        @Singleton
        SpanProcessor atOnce() {
            return SimpleSpanProcessor.create(kept);
        }
    }

    @Inject
    Spans spans;

    private final Tenant tenant = Tenant.create();

    @Test
    void a_request_goes_on_with_its_callers_trace_and_has_a_span_for_each_statement() {
        long customer = tenant.customer("Acme");
        spans.kept.reset();

        var traced = tenant.request().header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
        assertStatus(traced.get("/customers/{id}", customer), 200);

        // The span ends when the answer is out, which may be after it came in.
        await().until(() -> !spans(SpanKind.SERVER).isEmpty());
        var request = spans(SpanKind.SERVER);
        assertThat(request).hasSize(1);
        assertThat(request.get(0).getName()).isEqualTo("GET /customers/{id}");
        assertThat(request.get(0).getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        // The key is looked up too, if that is not remembered any more.
        var statements = spans(SpanKind.CLIENT);
        assertThat(statements)
                .extracting(SpanData::getParentSpanId)
                .containsOnly(request.get(0).getSpanId());
        assertThat(statements)
                .extracting(span -> span.getAttributes().asMap().toString())
                .noneMatch(attributes -> attributes.contains("Acme"))
                .filteredOn(attributes -> attributes.contains("from \"customer\" where"))
                .hasSize(1);
    }

    private List<SpanData> spans(SpanKind kind) {
        return spans.kept.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(TRACE) && span.getKind() == kind)
                .toList();
    }
}
