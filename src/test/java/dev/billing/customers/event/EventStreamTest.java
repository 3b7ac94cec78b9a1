package dev.billing.customers.event;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertRefused;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The stream of events, as a browser's EventSource reads it (WHATWG HTML, section 9.2). */
@ServiceTest
class EventStreamTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void a_stream_has_each_event_from_now_on_as_it_is_fetched() throws Exception {
        tenant.customer("Before");
        try (var stream = new Stream(tenant.authorization(), "", "")) {
            long id = tenant.customer("Acme");
            tenant.contact(id, Map.of("name", "Tia"));

            await().until(() -> stream.blocks.size() >= 3);
            assertThat(stream.blocks.get(0)).anyMatch(line -> line.startsWith("retry:"));
            assertThat(stream.field(1, "event")).isEqualTo("customer.created");
            assertThat(stream.field(2, "event")).isEqualTo("contact.created");
            var fetched =
                    tenant.request().get("/events/" + stream.field(1, "id")).asString();
            assertThat(stream.field(1, "data")).isEqualTo(fetched);
            assertThat(JsonPath.from(fetched).getString("event.object.name")).isEqualTo("Acme");
        }
    }

    @Test
    void a_stream_goes_on_after_the_last_event_that_was_seen() throws Exception {
        tenant.customers(250);
        var ids = tenant.request().get("/events?per_page=100&page=1").jsonPath().getList("events.id", Long.class);
        try (var stream = new Stream(tenant.authorization(), "", "Last-Event-ID: " + ids.get(9))) {
            await().until(() -> stream.blocks.size() >= 241);
            tenant.customer("One more");
            await().until(() -> stream.blocks.size() >= 242);
            assertThat(stream.field(1, "id")).isEqualTo(ids.get(10).toString());
            assertThat(stream.ids()).isSorted().doesNotHaveDuplicates().hasSize(241);
        }
        try (var stream = new Stream(tenant.authorization(), "?after=" + ids.get(0), "")) {
            await().until(() -> stream.blocks.size() >= 251);
        }
    }

    @Test
    void a_stream_has_only_what_its_filters_match() throws Exception {
        long id = tenant.customer("Acme");
        try (var stream = new Stream(
                        tenant.authorization(),
                        "?after=0&filter%5Btype%5D=contact.created&filter%5Bcustomer%5D=" + id,
                        "");
                var live = new Stream(tenant.authorization(), "?filter%5Btype%5D=contact.created&envelope=0", "")) {
            tenant.customer("Other");
            tenant.contact(id, Map.of("name", "Tia"));

            await().until(() -> stream.blocks.size() >= 2 && live.blocks.size() >= 2);
            assertThat(stream.field(1, "event")).isEqualTo("contact.created");
            assertThat(live.field(1, "data")).startsWith("{\"created_at\":").contains("\"object\":\"contact\"");
        }
    }

    @Test
    void a_stream_ends_when_its_key_is_revoked() throws Exception {
        var key = Tenant.key(tenant.id(), "events");
        long id = Tenant.operator()
                .get("/operator/businesses/{id}/api_keys", tenant.id())
                .jsonPath()
                .getLong("api_keys.max { it.id }.id");
        try (var stream = new Stream(new Tenant(tenant.id(), key).authorization(), "", "")) {
            assertStatus(Tenant.operator().delete("/operator/businesses/{b}/api_keys/{id}", tenant.id(), id), 204);

            await().until(() -> stream.hasEnded);
        }
    }

    @Test
    void many_streams_have_the_same_events() throws Exception {
        var streams = new ArrayList<Stream>();
        try {
            for (int n = 0; n < 50; n++) {
                streams.add(new Stream(tenant.authorization(), "", ""));
            }
            tenant.customers(30);
            for (var stream : streams) {
                await().until(() -> stream.ids().size() >= 30);
                assertThat(stream.ids()).isEqualTo(streams.get(0).ids());
            }
        } finally {
            for (var stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void what_cannot_be_streamed_is_refused_before_the_stream_begins() {
        assertStatus(tenant.request().get("/events?after=0"), 200);
        assertRefused(tenant.request().header("Last-Event-ID", "999999999").get("/events/stream"), 410);
        assertInvalid(tenant.request().header("Last-Event-ID", "x").get("/events/stream"), "Last-Event-ID");
        assertInvalid(tenant.request().get("/events/stream?after=x"), "after");
        assertInvalid(tenant.request().get("/events/stream?filter[object]=x"), "filter[object]");
        assertStatus(Tenant.with("ck_unknown").get("/events/stream"), 401);
    }

    /** A client of a stream: a list of blocks, each with its lines. */
    private static final class Stream implements AutoCloseable {

        final List<List<String>> blocks = new CopyOnWriteArrayList<>();
        volatile boolean hasEnded;
        private final InputStream body;

        Stream(String authorization, String query, String header) throws Exception {
            int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/events/stream" + query))
                    .header("Authorization", authorization)
                    .header("Accept", "text/event-stream");
            if (!header.isEmpty()) {
                request.header(header.split(": ")[0], header.split(": ")[1]);
            }
            var answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            body = answer.body();
            var reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
            await().until(() -> !blocks.isEmpty());
        }

        private void read() {
            try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                var block = new ArrayList<String>();
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty()) {
                        blocks.add(List.copyOf(block));
                        block.clear();
                    } else {
                        block.add(line);
                    }
                }
                hasEnded = true;
            } catch (IOException closed) {
                hasEnded = true;
            }
        }

        String field(int block, String name) {
            return blocks.get(block).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("");
        }

        List<Long> ids() {
            return blocks.stream()
                    .flatMap(List::stream)
                    .filter(line -> line.startsWith("id:"))
                    .map(line -> Long.valueOf(line.substring(3)))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
