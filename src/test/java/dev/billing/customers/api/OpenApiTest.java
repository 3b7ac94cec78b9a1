package dev.billing.customers.api;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.SpecifiedProperties.OF_CONTACTS;
import static dev.billing.customers.support.SpecifiedProperties.OF_CUSTOMERS;
import static dev.billing.customers.support.SpecifiedProperties.names;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.sun.net.httpserver.HttpServer;
import dev.billing.customers.support.Eventually;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.SpecifiedProperties.Specified;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document at /q/openapi is what the service really does. */
@ServiceTest
class OpenApiTest {

    private static final String DOCUMENT = "https://customers.test/openapi.json";

    /** What HTTP adds to any answer. */
    private static final Set<String> UNDOCUMENTED_HEADERS = Set.of(
            "content-type",
            "content-length",
            "content-encoding",
            "connection",
            "date",
            "transfer-encoding",
            "cache-control",
            "vary",
            "x-content-type-options");

    /** Only a broken service and a broken database answer these; DatabaseAwayTest sees the latter. */
    private static final Set<String> NOT_PROVOKED = Set.of("429", "500", "503");

    /** By the first part of the types of events, the schema of their objects. */
    private static final Map<String, String> OBJECTS = Map.of(
            "customer", "Customer", "contact", "Contact", "balance_entry", "BalanceEntry", "portal_user", "PortalUser");

    private static final String NAMED = "{\"name\": \"x\"}";

    @Inject
    ObjectMapper json;

    @Inject
    @Any
    Instance<ApiResource> resources;

    @Inject
    MeterRegistry meters;

    private final Tenant tenant = Tenant.create();
    private final Map<String, Set<String>> seen = new TreeMap<>();
    private JsonNode document;
    private SchemaRegistry schemas;

    @BeforeEach
    void the_document() throws Exception {
        var text = given().get("/q/openapi?format=json").asString();
        document = json.readTree(text);
        var strict = withoutOtherMembers(document).toString();
        schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(DOCUMENT, strict)));
    }

    /** Clients have to ignore members that they do not know; this test does not. */
    private static JsonNode withoutOtherMembers(JsonNode document) {
        var strict = document.deepCopy();
        strict.findParents("properties").forEach(schema -> {
            if (!schema.has("additionalProperties")
                    && schema.path("type").asText().equals("object")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return strict;
    }

    @Test
    void each_documented_operation_answers_as_documented() throws Exception {
        long customer = exampleIsCreated("/customers", "createCustomer", "/customers");
        var contacts = "/customers/" + customer + "/contacts";
        long contact = exampleIsCreated("/customers/{customer_id}/contacts", "createContact", contacts);
        edits("/customers/" + customer, "/customers/{id}", "patch");
        edits(contacts + "/" + contact, "/customers/{customer_id}/contacts/{id}", "patch");

        for (var list : List.of("/customers", contacts)) {
            assertReadAsAList(list);
            stranger(list, "POST");
            refusedBodies(list, "POST");
        }
        callNumbered("/customers/by_number/ERP-70017");
        callAllContacts();
        callBalances("/customers/" + customer);
        callStripe("/customers/" + customer + "/stripe_customer");
        callPortal("/portal_users/u-17");
        assertStatus(documented().get(contacts + "?expand=customer"), 200);
        assertStatus(documented().get("/customers/1/contacts"), 404);
        assertStatus(documented().formParam("name", "x").post("/customers/1/contacts"), 404);
        for (var one : List.of("/customers/" + customer, contacts + "/" + contact)) {
            assertStatus(documented().get(one), 200);
            assertStatus(documented().get(one + "?expand=nothing"), 400);
            assertStatus(documented().accept("text/html").get(one), 406);
            for (var method : List.of("GET", "PATCH", "DELETE")) {
                stranger(one, method);
            }
            refusedBodies(one, "PATCH");
        }
        assertStatus(documented().get(contacts + "/" + contact + "?expand=customer"), 200);
        callOnConditions(
                "/customers/" + customer, contacts + "/" + contact, "/customers/" + customer + "/stripe_customer");
        callWithKeys("/customers", contacts, "/customers/" + customer + "/balance_entries");
        editWithKeys("/customers/" + customer, contacts + "/" + contact);
        for (var one : List.of(contacts + "/" + contact, "/customers/" + customer)) {
            assertStatus(documented().urlEncodingEnabled(false).delete(one + "?%FF"), 400);
            assertStatus(documented().delete(one), 204);
            assertStatus(documented().delete(one), 404);
            assertStatus(documented().get(one), 404);
            assertStatus(documented("{}").patch(one), 404);
        }
        callRestore("/customers/" + customer + "/restore");
        callEvents();
        callStream();
        callImport();
        callCustomerEvents("/customers/" + customer);
        callErase("/customers/" + customer + "/erase");
        callWebhooks();
        callAttempts();

        assertThat(seen).isEqualTo(documentedAnswers());
    }

    @Test
    void the_documented_operations_are_those_of_the_resources() {
        var implemented = new TreeSet<String>();
        for (var resource : resources.handles()) {
            var type = resource.getBean().getBeanClass();
            for (var method : type.getDeclaredMethods()) {
                Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .forEach(verb ->
                                implemented.add(verb.value() + " " + template(type, method.getAnnotation(Path.class))));
            }
        }
        var documented = new TreeSet<String>();
        operations().forEach((name, operation) -> documented.add(name.replaceAll("\\{[^}]*}", "{}")));

        assertThat(documented).isEqualTo(implemented);
    }

    @Test
    void it_is_there_for_tools_that_read_openapi_3_0_too() throws Exception {
        var older = json.readTree(
                given().accept("application/json").get("/q/openapi-3.0").asString());

        assertThat(older.path("openapi").textValue()).isEqualTo("3.0.3");
        assertThat(older.at("/components/schemas/EmailOrNull/nullable").booleanValue())
                .isTrue();
        assertThat(older.path("paths").fieldNames()).toIterable().containsExactlyElementsOf(() -> document.path("paths")
                .fieldNames());
        assertThat(older.findValues("headers")).allSatisfy(headers -> assertThat(headers.findValues("$ref"))
                .noneMatch(reference -> reference.textValue().contains("/headers/")));
    }

    /** A collection that is made of the document sends all of them, each with its example. */
    @Test
    void each_parameter_has_an_example_that_is_accepted() {
        tenant.customer("Acme");
        operations().forEach((name, operation) -> {
            var path = document.path("paths").path(name.substring(name.indexOf(' ') + 1));
            var request = documented().urlEncodingEnabled(true);
            for (var parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
                for (var one : parameters) {
                    var parameter = followed(one);
                    assertThat(parameter.has("example"))
                            .as(name + " " + parameter)
                            .isTrue();
                    if (parameter.path("in").asText().equals("query")) {
                        request.queryParam(
                                parameter.path("name").asText(),
                                parameter.path("example").asText());
                    } else if (parameter.path("in").asText().equals("header")) {
                        request.header(
                                parameter.path("name").asText(),
                                parameter.path("example").asText());
                    }
                }
            }
            if (name.equals("GET /customers")) {
                assertStatus(request.get("/customers"), 200);
            }
        });
    }

    /** Not all at once: {@code after} is for a list that has no order of its own. */
    @Test
    void each_parameter_of_the_events_has_an_example_that_is_accepted() {
        eachExampleIsAccepted("GET /events", "/events");
    }

    @Test
    void each_parameter_of_the_webhooks_has_an_example_that_is_accepted() {
        var webhook = "/webhooks/" + webhook("https://example.com/hook");
        eachExampleIsAccepted("GET /webhooks", "/webhooks");
        eachExampleIsAccepted("GET /webhooks/{id}/attempts", webhook + "/attempts");
        assertStatus(documented().delete(webhook), 204);
    }

    @Test
    void each_parameter_of_the_contacts_has_an_example_that_is_accepted() {
        eachExampleIsAccepted("GET /contacts", "/contacts");
    }

    /** Callers that prefer strict handling may send what is documented. */
    @Test
    void each_documented_parameter_is_one_of_its_operation() {
        var operations = operations();
        for (var resource : resources.handles()) {
            var type = resource.getBean().getBeanClass();
            for (var method : type.getDeclaredMethods()) {
                Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .forEach(verb -> {
                            var name = verb.value() + " " + template(type, method.getAnnotation(Path.class));
                            assertThat(queryParameters(operations, name))
                                    .as(name)
                                    .allMatch(ParameterNames.of(method)::have);
                        });
            }
        }
    }

    private List<String> queryParameters(Map<String, JsonNode> operations, String name) {
        var names = new ArrayList<String>();
        operations.forEach((documented, operation) -> {
            if (documented.replaceAll("\\{[^}]*}", "{}").equals(name)) {
                var path = document.path("paths").path(documented.substring(documented.indexOf(' ') + 1));
                for (var parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
                    parameters.forEach(one -> {
                        var parameter = followed(one);
                        if (parameter.path("in").asText().equals("query")) {
                            names.add(parameter.path("name").asText());
                        }
                    });
                }
            }
        });
        return names;
    }

    private void eachExampleIsAccepted(String operation, String path) {
        for (var one : operations().get(operation).path("parameters")) {
            var parameter = followed(one);
            var name = parameter.path("name").asText();
            assertStatus(
                    documented()
                            .queryParam(name, parameter.path("example").asText())
                            .get(path),
                    200);
        }
    }

    @Test
    void swagger_ui_is_not_needed_to_read_it() {
        assertStatus(given().get("/q/openapi"), 200);
        assertThat(given().accept("application/json").get("/q/openapi").contentType())
                .startsWith("application/json");
    }

    @Test
    void the_documented_properties_are_the_specified_ones_in_order() {
        assertDocumented("Customer", OF_CUSTOMERS);
        assertDocumented("Contact", OF_CONTACTS);
    }

    private void assertDocumented(String object, List<Specified> specified) {
        var answered = document.at("/components/schemas/" + object);
        var sent = document.at("/components/schemas/" + object + "Input/properties");
        assertThat(answered.path("properties").fieldNames()).toIterable().containsExactlyElementsOf(names(specified));
        assertThat(answered.path("required"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(names(specified));
        assertThat(sent.fieldNames()).toIterable().containsExactlyElementsOf(names(specified));
        assertThat(document.at("/components/schemas/" + object + "Filter/properties")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(names(specified));
        for (var property : specified) {
            var input = sent.path(property.name());
            assertThat(followed(input).path("maxLength").asInt())
                    .as(property.name())
                    .isEqualTo(property.maxLength());
            assertThat(input.path("$ref").asText().contains("/ReadOnly"))
                    .as(property.name())
                    .isEqualTo(property.readOnly());
        }
    }

    private void callNumbered(String path) throws Exception {
        var template = "/customers/by_number/{number}";
        assertStatus(exampleIsSent(template, "put", path), 201);
        edits(path, template, "put");
        assertStatus(formExampleIsSent(template, "put", path + "-2"), 201);
        stranger(path, "PUT");
        refusedBodies(path, "PUT");
        assertStatus(
                documented()
                        .header("If-None-Match", "*")
                        .contentType("application/json")
                        .body("{}")
                        .put(path),
                412);
        assertKeyed("PUT", path, NAMED);
    }

    private void callAllContacts() {
        assertReadAsAList("/contacts");
        assertStatus(documented().get("/contacts?expand=customer"), 200);
    }

    private void callBalances(String path) {
        var template = "/customers/{customer_id}/balance_entries";
        var entries = path + "/balance_entries";
        long entry = exampleIsCreated(template, "appendBalanceEntry", entries);
        assertStatus(exampleIsSent(template, "post", entries), 200);
        assertReadAsAList(entries);
        assertStatus(documented().get(entries + "?expand=customer"), 200);
        stranger(entries, "POST");
        refusedBodies(entries, "POST");
        for (var one : List.of(entries + "/" + entry, path + "/balance")) {
            assertStatus(documented().get(one), 200);
            assertStatus(documented().get(one + "?expand=nothing"), 400);
            assertStatus(documented().accept("text/html").get(one), 406);
            stranger(one, "GET");
        }
        for (var missing : List.of(entries + "/1", "/customers/1/balance_entries", "/customers/1/balance")) {
            assertStatus(documented().get(missing), 404);
        }
        assertStatus(exampleIsSent(template, "post", "/customers/1/balance_entries"), 404);
    }

    private void callRestore(String path) {
        assertStatus(documented().urlEncodingEnabled(false).post(path + "?%FF"), 400);
        assertStatus(documented().accept("text/html").post(path), 406);
        stranger(path, "POST");
        assertStatus(documented().header("Idempotency-Key", "restore").post(path), 200);
        assertStatus(documented().header("Idempotency-Key", "restore").post(path + "?pretty=1"), 422);
        assertStatus(documented().post("/customers/1/restore"), 404);
        assertStatus(documented().delete(path.replace("/restore", "")), 204);
        tenant.customer(Map.of("name", "Other", "number", "CUST-0001"));
        assertStatus(documented().post(path), 409);
    }

    private void callEvents() throws Exception {
        assertReadAsAList("/events");
        assertStatus(documented().get("/events?page=9&pretty=1"), 200).header("X-Total-Count", notNullValue());
        assertStatus(documented().get("/events?after=0&wait=1"), 200).header("X-Total-Count", nullValue());
        assertStatus(documented().get("/events?after=0&page=2"), 400);
        assertStatus(documented().get("/events?after=1"), 410);
        assertObjectsAreDocumented(
                json.readTree(documented().get("/events?after=0").asString()));

        var newest = documented().get("/events?per_page=1&sort=id desc").jsonPath();
        var event = "/events/" + newest.getLong("events[0].id");
        assertThat(assertStatus(documented().get(event), 200).extract().<Object>path("event"))
                .isEqualTo(newest.get("events[0]"));
        assertStatus(documented().get(event + "?expand=nothing"), 400);
        assertStatus(documented().accept("text/html").get(event), 406);
        assertStatus(documented().get("/events/1"), 404);
        stranger(event, "GET");
    }

    /** What the document says of an event's object in words: it is what the operations of its kind show. */
    private void assertObjectsAreDocumented(JsonNode page) {
        var types = new TreeSet<String>();
        for (var event : page.path("events")) {
            var type = event.path("type").textValue();
            types.add(type);
            var object = (ObjectNode) event.path("object");
            if (type.startsWith("portal_user.")) {
                assertThat(object.has("contacts")).isFalse();
                object.putArray("contacts");
            }
            var schema = OBJECTS.get(type.substring(0, type.indexOf('.')));
            assertMatches("/components/schemas/" + schema, object.toString(), type);
            assertThat(document.at("/components/schemas/" + schema + "/properties")
                            .fieldNames())
                    .toIterable()
                    .as(type)
                    .containsAll(() -> event.path("previous").fieldNames());
        }
        var known = document.at("/components/schemas/Event/properties/type/description")
                .textValue();
        assertThat(types).allSatisfy(type -> assertThat(known).contains("`" + type + "`"));
        assertThat(types).extracting(type -> type.replaceAll("\\..*", "")).containsAll(OBJECTS.keySet());
    }

    private void callStream() {
        var stream = "/events/stream";
        var made = Tenant.operator()
                .body(Map.of("name", "For the stream", "permissions", Set.of("events")))
                .post("/operator/businesses/{id}/api_keys", tenant.id())
                .jsonPath();
        var key = "/operator/businesses/" + tenant.id() + "/api_keys/" + made.getLong("api_key.id");
        // A stream ends if its key is revoked.
        var revoked = CompletableFuture.supplyAsync(() -> {
            Eventually.await().until(() -> meters.get("events.readers").gauge().value() > 0);
            return Tenant.operator().delete(key);
        });
        var events = Tenant.with(made.getString("api_key.key"))
                .filter(new Documented())
                .get(stream + "?after=0&filter[type]=portal_user.created");
        assertStatus(revoked.join(), 204);
        assertStatus(events, 200);
        assertThat(dataOf(events)).hasSize(1);
        assertStatus(documented().get(stream + "?after=x"), 400);
        assertStatus(documented().header("Last-Event-ID", "1").get(stream), 410);
        assertStatus(documented().accept("text/html").get(stream), 406);
        stranger(stream, "GET");
    }

    private void callImport() {
        var path = "/customers/import";
        for (var type : List.of("application/x-ndjson", "text/csv")) {
            var example = document.at("/paths/~1customers~1import/post/requestBody/content")
                    .path(type)
                    .path("example")
                    .textValue();
            assertStatus(importing(type, example).post(path + "?dry_run=1"), 200);
            var imported = importing(type, example + "{").post(path);
            assertStatus(imported, 200);
            assertThat(imported.asString()).contains("refused").contains("done");
        }
        assertStatus(importing("text/csv", "x").post(path), 400);
        assertStatus(importing("text/csv", "x".repeat((1 << 20) + 1)).post(path), 413);
        assertStatus(importing("text/plain", "x").post(path), 415);
        assertStatus(importing("text/csv", "name").accept("text/html").post(path), 406);
        stranger(path, "POST");
    }

    private RequestSpecification importing(String type, String body) {
        return documented().contentType(type + "; charset=utf-8").body(body.getBytes(UTF_8));
    }

    private void callCustomerEvents(String path) {
        var events = path + "/events";
        assertReadAsAList(events);
        var deleted =
                documented().get(events + "?filter[type]=customer.deleted").jsonPath();
        assertThat(deleted.<String>getList("events.type")).isNotEmpty().containsOnly("customer.deleted");
        assertStatus(documented().get("/customers/1/events"), 404);
    }

    private void callErase(String path) throws Exception {
        assertStatus(documented().urlEncodingEnabled(false).post(path + "?%FF"), 400);
        assertStatus(documented().accept("text/html").post(path), 406);
        stranger(path, "POST");
        assertKeyed("POST", path, "");
        assertStatus(documented().post("/customers/1/erase"), 404);
        var erased =
                documented().get(path.replace("/erase", "/events?sort=id desc")).jsonPath();
        assertThat(erased.getString("events[0].type")).isEqualTo("customer.erased");
        assertThat(erased.getList("events.object.name").stream().filter(name -> name != null))
                .containsOnly("Erased");
    }

    private void callWebhooks() {
        assertReadAsAList("/webhooks");
        stranger("/webhooks", "POST");
        refusedBodies("/webhooks", "POST");
        var other = formExampleIsSent("/webhooks", "post", "/webhooks");
        assertStatus(other, 201).body("webhook.secret", notNullValue());
        assertStatus(documented().delete("/webhooks/" + other.path("webhook.id")), 204);
        var webhook = "/webhooks/" + exampleIsCreated("/webhooks", "createWebhook", "/webhooks");
        edits(webhook, "/webhooks/{id}", "patch");

        // It is paused by now, so what is sent again waits.
        var resend = webhook + "/resend";
        assertStatus(exampleIsSent("/webhooks/{id}/resend", "post", resend), 200);
        assertStatus(formExampleIsSent("/webhooks/{id}/resend", "post", resend), 409);
        var rotate = webhook + "/rotate_secret";
        for (var rotated : List.of(
                exampleIsSent("/webhooks/{id}/rotate_secret", "post", rotate),
                formExampleIsSent("/webhooks/{id}/rotate_secret", "post", rotate))) {
            assertStatus(rotated, 200).body("webhook.secret", notNullValue());
        }
        for (var action : List.of(resend, rotate)) {
            stranger(action, "POST");
            refusedBodies(action, "POST");
        }
        assertStatus(documented().get(webhook), 200);
        assertStatus(documented().get(webhook + "?expand=nothing"), 400);
        assertStatus(documented().accept("text/html").get(webhook), 406);
        for (var method : List.of("GET", "PATCH", "DELETE")) {
            stranger(webhook, method);
        }
        refusedBodies(webhook, "PATCH");
        assertReadAsAList(webhook + "/attempts");
        assertStatus(documented().urlEncodingEnabled(false).delete(webhook + "?%FF"), 400);
        assertStatus(documented().delete(webhook), 204);
        assertStatus(documented().delete(webhook), 404);
        assertStatus(documented().get(webhook), 404);
        assertStatus(documented().get(webhook + "/attempts"), 404);
        assertStatus(documented("{}").patch(webhook), 404);
        assertStatus(documented("{}").post(rotate), 404);
        assertStatus(documented("{\"event\": 1}").post(resend), 404);
    }

    /** What an endpoint gets, and what is shown of an endpoint that has answered, and then does not any more. */
    private void callAttempts() throws Exception {
        var messages = new LinkedBlockingQueue<String>();
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", exchange -> {
            for (var parameter : document.at("/webhooks/event/post/parameters")) {
                if (!exchange.getRequestHeaders()
                        .containsKey(parameter.path("name").textValue())) {
                    messages.add("Without " + parameter);
                }
            }
            messages.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        var webhook =
                "/webhooks/" + webhook("http://localhost:" + server.getAddress().getPort());
        tenant.customer("For the endpoint");
        var message = messages.poll(60, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertMatches(
                "/webhooks/event/post/requestBody/content/application~1json/schema", message, "what an endpoint gets");

        var attempts = webhook + "/attempts";
        awaitAttempt(attempts, 503);
        server.stop(0);
        awaitAttempt(attempts, null);
        Eventually.await().until(() -> documented().get(webhook).path("webhook.failing_event") != null);
        assertStatus(documented().get(attempts + "?sort=created_at"), 400);
        assertStatus(documented().delete(webhook), 204);
    }

    private void awaitAttempt(String attempts, Integer status) {
        Eventually.await().until(() -> documented()
                .get(attempts)
                .<List<Integer>>path("attempts.status")
                .contains(status));
    }

    private long webhook(String url) {
        var created =
                documented(json.createObjectNode().put("url", url).toString()).post("/webhooks");
        assertStatus(created, 201).body("webhook.secret", notNullValue());
        return created.jsonPath().getLong("webhook.id");
    }

    private void callStripe(String path) {
        var template = "/customers/{customer_id}/stripe_customer";
        edits(path, template, "put");
        refusesAndDeletes(path);
        assertStatus(exampleIsSent(template, "put", "/customers/1/stripe_customer"), 404);
        assertStatus(documented().delete("/customers/1/stripe_customer"), 404);
    }

    private void callOnConditions(String customer, String contact, String stripe) {
        for (var one : List.of(customer, contact)) {
            assertStatus(documented().header("If-None-Match", "*").get(one), 304);
            assertStatus(expecting("\"x\"").body("{}").patch(one), 412);
            assertStatus(expecting("\"x\"").delete(one), 412);
        }
        assertStatus(expecting("\"x\"").body("{\"id\": \"cus_1\"}").put(stripe), 412);
        assertStatus(expecting("\"x\"").delete(stripe), 412);
    }

    private RequestSpecification expecting(String tag) {
        return documented().contentType("application/json").header("If-Match", tag);
    }

    private void callWithKeys(String... lists) throws Exception {
        for (var list : lists) {
            var entry = list.endsWith("balance_entries");
            assertKeyed("POST", list, entry ? "{\"amount\": 1, \"reference\": \"R-9\"}" : NAMED);
        }
    }

    private void editWithKeys(String... objects) throws Exception {
        for (var one : objects) {
            assertKeyed("PATCH", one, NAMED);
        }
    }

    private void assertKeyed(String method, String path, String body) throws Exception {
        var key = method + path;
        try (var connection = TestDatabase.uncommitted("select idempotency_key_hold(?, ?, 0)", tenant.id(), key)) {
            assertStatus(keyed(key, body).request(method, path), 409);
            connection.rollback();
        }
        var first = keyed(key, body).request(method, path).statusCode();
        assertStatus(keyed(key, body).request(method, path), first).header("Idempotency-Replayed", "true");
        assertStatus(keyed(key, body + " ").request(method, path + "?pretty=1"), 422);
    }

    private RequestSpecification keyed(String key, String body) {
        return documented(body).header("Idempotency-Key", key);
    }

    private void callPortal(String path) {
        var template = "/portal_users/{user_id}";
        assertStatus(exampleIsSent(template, "put", path), 201);
        assertStatus(exampleIsSent(template, "put", path), 200);
        assertReadAsAList(path);
        assertReadAsAList(path + "/customers");
        refusesAndDeletes(path);
        assertStatus(documented().delete(path), 404);
        assertStatus(documented().get(path), 404);
        assertStatus(documented().get(path + "/customers"), 404);
        assertStatus(exampleIsSent(template, "put", "/portal_users/%00"), 404);
    }

    private void refusesAndDeletes(String path) {
        stranger(path, "PUT");
        stranger(path, "DELETE");
        refusedBodies(path, "PUT");
        assertStatus(documented().urlEncodingEnabled(false).delete(path + "?%FF"), 400);
        assertStatus(documented().delete(path), 204);
    }

    private void assertReadAsAList(String list) {
        assertStatus(documented().get(list), 200);
        assertStatus(documented().get(list + "?per_page=1&page=9&sort=id desc&pretty=1"), 200);
        assertStatus(documented().get(list + "?page=0"), 400);
        assertStatus(documented().accept("text/html").get(list), 406);
        stranger(list, "GET");
    }

    private long exampleIsCreated(String template, String operationId, String path) {
        var operation = document.path("paths").path(template).path("post");
        assertThat(operation.path("operationId").textValue()).isEqualTo(operationId);
        var created = exampleIsSent(template, "post", path);

        assertThat(created.statusCode()).isEqualTo(201);
        return Long.parseLong(created.header("Location").replaceAll(".*/", ""));
    }

    private Response exampleIsSent(String template, String method, String path) {
        var example = example(template, method, "application/json").deepCopy();
        ((ObjectNode) example).remove("customer");
        return documented(example.toString()).urlEncodingEnabled(false).request(method.toUpperCase(Locale.ROOT), path);
    }

    private Response formExampleIsSent(String template, String method, String path) {
        var asForm = documented();
        example(template, method, Tenant.FORM)
                .properties()
                .forEach(member ->
                        asForm.formParam(member.getKey(), member.getValue().asText()));
        return asForm.request(method.toUpperCase(Locale.ROOT), path);
    }

    private void edits(String path, String template, String method) {
        var asJson = example(template, method, "application/json");
        assertStatus(documented(asJson.toString()).request(method.toUpperCase(Locale.ROOT), path), 200);
        var request = documented(asJson.toString()).header("Prefer", "return=representation");
        assertStatus(request.request(method.toUpperCase(Locale.ROOT), path), 200);
        assertStatus(formExampleIsSent(template, method, path), 200);
    }

    /** What the document sends to an operation as an example; it is told once, in the components. */
    private JsonNode example(String template, String method, String type) {
        var content = document.path("paths").path(template).path(method).at("/requestBody/content");
        var example = content.path(type).path("examples").elements().next();
        return followed(example).path("value");
    }

    private JsonNode followed(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
    }

    private void stranger(String path, String method) {
        assertStatus(unauthenticated().contentType("application/json").request(method, path), 401);
        var other = Tenant.key(tenant.id(), method.equals("GET") ? "write" : "read");
        assertStatus(Tenant.json(other, NAMED).filter(new Documented()).request(method, path), 403);
    }

    private void refusedBodies(String path, String method) {
        assertStatus(documented("[]").request(method, path), 400);
        assertStatus(documented().contentType("text/plain").body("x").request(method, path), 415);
        assertStatus(documented(" ".repeat((1 << 20) + 1)).request(method, path), 413);
        assertStatus(documented("{}").accept("text/html").request(method, path), 406);
    }

    private RequestSpecification documented() {
        return tenant.request().filter(new Documented());
    }

    private RequestSpecification documented(String json) {
        return documented().contentType("application/json").body(json);
    }

    private RequestSpecification unauthenticated() {
        return given().filter(new Documented());
    }

    private Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (member.getValue().has("operationId")) {
                        operations.put(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue());
                    }
                }));
        return operations;
    }

    private Map<String, Set<String>> documentedAnswers() {
        var answers = new TreeMap<String, Set<String>>();
        operations().forEach((name, operation) -> {
            var statuses = new TreeSet<String>();
            operation.path("responses").fieldNames().forEachRemaining(statuses::add);
            statuses.removeAll(NOT_PROVOKED);
            answers.put(name, statuses);
        });
        return answers;
    }

    /** The documented path that a request's path is an instance of; one without variables goes before others. */
    private String templateOf(String path) {
        return document.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(template -> template.contains("{")))
                .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not documented"));
    }

    private static String template(Class<?> type, Path below) {
        var template = type.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return template.replaceAll("\\{[^}]*}", "{}");
    }

    private void assertMatches(String schema, String value, String description) {
        assertThat(schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + schema)).validate(value, InputFormat.JSON))
                .as(description + ": " + value)
                .isEmpty();
    }

    /** The data of the events of a stream that has ended. */
    private static List<String> dataOf(Response stream) {
        return stream.asString()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .toList();
    }

    /** Holds every answer against what the document says about its operation and status. */
    private final class Documented implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification expected,
                FilterContext context) {
            var answer = context.next(request, expected);
            var path = request.getURI().replaceAll("https?://[^/]*", "").replaceAll("\\?.*", "");
            var template = templateOf(path);
            var operation = request.getMethod() + " " + template;
            var status = Integer.toString(answer.statusCode());
            seen.computeIfAbsent(operation, name -> new TreeSet<>()).add(status);
            check(template, request.getMethod().toLowerCase(Locale.ROOT), status, answer);
            return answer;
        }

        private void check(String template, String method, String status, Response answer) {
            var pointer = "/paths/" + escape(template) + "/" + method + "/responses/" + status;
            var description = method + " " + template + " " + status;
            assertThat(document.at(pointer).isObject())
                    .as(description + " is documented")
                    .isTrue();
            var resolved = resolve(pointer);
            checkHeaders(document.at(resolved).path("headers"), description, answer);
            var content = document.at(resolved).path("content");
            if (content.isMissingNode()) {
                assertThat(answer.asString()).as(description).isEmpty();
                return;
            }
            assertThat(content.has(answer.contentType()))
                    .as(description + ": " + answer.contentType())
                    .isTrue();
            if (answer.contentType().equals("text/event-stream")) {
                dataOf(answer).forEach(data -> assertMatches("/components/schemas/EventEnvelope", data, description));
                return;
            }
            if (answer.contentType().equals("application/x-ndjson")) {
                answer.asString()
                        .lines()
                        .forEach(line -> assertMatches("/components/schemas/ImportLine", line, description));
                return;
            }
            assertMatches(
                    resolved + "/content/" + escape(answer.contentType()) + "/schema", answer.asString(), description);
        }

        private void checkHeaders(JsonNode documented, String description, Response answer) {
            var names = new ArrayList<String>();
            documented.properties().forEach(header -> {
                names.add(header.getKey().toLowerCase(Locale.ROOT));
                assertThat(header.getValue().has("schema")).as(header.getKey()).isTrue();
                if (header.getValue().path("required").booleanValue()) {
                    assertThat(answer.header(header.getKey()))
                            .as(description + ": " + header.getKey())
                            .isNotNull();
                }
            });
            answer.headers().forEach(header -> {
                var name = header.getName().toLowerCase(Locale.ROOT);
                if (!UNDOCUMENTED_HEADERS.contains(name)) {
                    assertThat(names).as(description).contains(name);
                }
            });
        }

        private String resolve(String pointer) {
            var reference = document.at(pointer).path("$ref");
            return reference.isTextual() ? reference.textValue().substring(1) : pointer;
        }

        private String escape(String segment) {
            return segment.replace("~", "~0").replace("/", "~1");
        }
    }
}
