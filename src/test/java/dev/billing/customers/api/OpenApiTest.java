package dev.billing.customers.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
            "connection",
            "date",
            "transfer-encoding",
            "cache-control",
            "x-content-type-options");

    /** Only a broken service and a broken database answer these; DatabaseAwayTest sees the latter. */
    private static final Set<String> NOT_PROVOKED = Set.of("429", "500", "503");

    private static final String FORM = "application/x-www-form-urlencoded";

    @Inject
    ObjectMapper json;

    @Inject
    @Any
    Instance<ApiResource> resources;

    private final Tenant tenant = Tenant.create();
    private final Map<String, Set<String>> seen = new TreeMap<>();
    private JsonNode document;
    private SchemaRegistry schemas;

    @BeforeEach
    void the_document() throws Exception {
        var text = given().get("/q/openapi?format=json").asString();
        document = json.readTree(text);
        schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(DOCUMENT, text)));
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
        callBalances("/customers/" + customer);
        callStripe("/customers/" + customer + "/stripe_customer");
        callPortal("/portal_users/u-17");
        documented().get(contacts + "?expand=customer").then().statusCode(200);
        documented().get("/customers/1/contacts").then().statusCode(404);
        documented().formParam("name", "x").post("/customers/1/contacts").then().statusCode(404);
        for (var one : List.of("/customers/" + customer, contacts + "/" + contact)) {
            documented().get(one).then().statusCode(200);
            documented().get(one + "?expand=nothing").then().statusCode(400);
            documented().accept("text/html").get(one).then().statusCode(406);
            for (var method : List.of("GET", "PATCH", "DELETE")) {
                stranger(one, method);
            }
            refusedBodies(one, "PATCH");
        }
        documented().get(contacts + "/" + contact + "?expand=customer").then().statusCode(200);
        callOnConditions(
                "/customers/" + customer, contacts + "/" + contact, "/customers/" + customer + "/stripe_customer");
        callWithKeys("/customers", contacts, "/customers/" + customer + "/balance_entries");
        editWithKeys("/customers/" + customer, contacts + "/" + contact);
        for (var one : List.of(contacts + "/" + contact, "/customers/" + customer)) {
            documented().urlEncodingEnabled(false).delete(one + "?%FF").then().statusCode(400);
            documented().delete(one).then().statusCode(204);
            documented().delete(one).then().statusCode(404);
            documented().get(one).then().statusCode(404);
            documented()
                    .contentType("application/json")
                    .body("{}")
                    .patch(one)
                    .then()
                    .statusCode(404);
        }

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
    void swagger_ui_is_not_needed_to_read_it() {
        given().get("/q/openapi").then().statusCode(200);
        assertThat(given().accept("application/json").get("/q/openapi").contentType())
                .startsWith("application/json");
    }

    private void callBalances(String path) {
        var template = "/customers/{customer_id}/balance_entries";
        var entries = path + "/balance_entries";
        long entry = exampleIsCreated(template, "appendBalanceEntry", entries);
        exampleIsSent(template, "post", entries).then().statusCode(200);
        assertReadAsAList(entries);
        documented().get(entries + "?expand=customer").then().statusCode(200);
        stranger(entries, "POST");
        refusedBodies(entries, "POST");
        for (var one : List.of(entries + "/" + entry, path + "/balance")) {
            documented().get(one).then().statusCode(200);
            documented().get(one + "?expand=nothing").then().statusCode(400);
            documented().accept("text/html").get(one).then().statusCode(406);
            stranger(one, "GET");
        }
        for (var missing : List.of(entries + "/1", "/customers/1/balance_entries", "/customers/1/balance")) {
            documented().get(missing).then().statusCode(404);
        }
        exampleIsSent(template, "post", "/customers/1/balance_entries").then().statusCode(404);
    }

    private void callStripe(String path) {
        var template = "/customers/{customer_id}/stripe_customer";
        edits(path, template, "put");
        refusesAndDeletes(path);
        exampleIsSent(template, "put", "/customers/1/stripe_customer").then().statusCode(404);
        documented().delete("/customers/1/stripe_customer").then().statusCode(404);
    }

    private void callOnConditions(String customer, String contact, String stripe) {
        for (var one : List.of(customer, contact)) {
            documented().header("If-None-Match", "*").get(one).then().statusCode(304);
            expecting("\"x\"").body("{}").patch(one).then().statusCode(412);
            expecting("\"x\"").delete(one).then().statusCode(412);
        }
        expecting("\"x\"").body("{\"id\": \"cus_1\"}").put(stripe).then().statusCode(412);
        expecting("\"x\"").delete(stripe).then().statusCode(412);
    }

    private RequestSpecification expecting(String tag) {
        return documented().contentType("application/json").header("If-Match", tag);
    }

    private void callWithKeys(String... lists) throws Exception {
        for (var list : lists) {
            var example = "{\"name\": \"x\"}";
            var body = list.endsWith("balance_entries") ? "{\"amount\": 1, \"reference\": \"R-9\"}" : example;
            assertKeyed("POST", list, body);
        }
    }

    private void editWithKeys(String... objects) throws Exception {
        for (var one : objects) {
            assertKeyed("PATCH", one, "{\"name\": \"x\"}");
        }
    }

    private void assertKeyed(String method, String path, String body) throws Exception {
        var key = method + path;
        try (var connection = TestDatabase.connect();
                var lock = connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, ?))")) {
            connection.setAutoCommit(false);
            lock.setString(1, key);
            lock.setLong(2, tenant.id());
            lock.execute();
            keyed(key, body).request(method, path).then().statusCode(409);
            connection.rollback();
        }
        var first = keyed(key, body).request(method, path).statusCode();
        keyed(key, body).request(method, path).then().statusCode(first).header("Idempotency-Replayed", "true");
        keyed(key, body + " ").request(method, path + "?pretty=1").then().statusCode(422);
    }

    private RequestSpecification keyed(String key, String body) {
        return documented()
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body);
    }

    private void callPortal(String path) {
        var template = "/portal_users/{user_id}";
        exampleIsSent(template, "put", path).then().statusCode(201);
        exampleIsSent(template, "put", path).then().statusCode(200);
        assertReadAsAList(path);
        assertReadAsAList(path + "/customers");
        refusesAndDeletes(path);
        documented().delete(path).then().statusCode(404);
        documented().get(path).then().statusCode(404);
        documented().get(path + "/customers").then().statusCode(404);
        exampleIsSent(template, "put", "/portal_users/%00").then().statusCode(404);
    }

    private void refusesAndDeletes(String path) {
        stranger(path, "PUT");
        stranger(path, "DELETE");
        refusedBodies(path, "PUT");
        documented().urlEncodingEnabled(false).delete(path + "?%FF").then().statusCode(400);
        documented().delete(path).then().statusCode(204);
    }

    private void assertReadAsAList(String list) {
        documented().get(list).then().statusCode(200);
        documented()
                .get(list + "?per_page=1&page=9&sort=id desc&pretty=1")
                .then()
                .statusCode(200);
        documented().get(list + "?page=0").then().statusCode(400);
        documented().accept("text/html").get(list).then().statusCode(406);
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
        ((com.fasterxml.jackson.databind.node.ObjectNode) example).remove("customer");
        return documented()
                .contentType("application/json")
                .body(example.toString())
                .urlEncodingEnabled(false)
                .request(method.toUpperCase(Locale.ROOT), path);
    }

    private void edits(String path, String template, String method) {
        var asJson = example(template, method, "application/json");
        documented()
                .contentType("application/json")
                .body(asJson.toString())
                .request(method.toUpperCase(Locale.ROOT), path)
                .then()
                .statusCode(200);
        documented()
                .contentType("application/json")
                .header("Prefer", "return=representation")
                .body(asJson.toString())
                .request(method.toUpperCase(Locale.ROOT), path)
                .then()
                .statusCode(200);
        var asForm = documented();
        example(template, method, FORM)
                .properties()
                .forEach(member ->
                        asForm.formParam(member.getKey(), member.getValue().asText()));
        asForm.request(method.toUpperCase(Locale.ROOT), path).then().statusCode(200);
    }

    /** What the document sends to an operation as an example; it is told once, in the components. */
    private JsonNode example(String template, String method, String type) {
        var content = document.path("paths").path(template).path(method).at("/requestBody/content");
        var example = content.path(type).path("examples").elements().next();
        return document.at(example.path("$ref").textValue().substring(1)).path("value");
    }

    private void stranger(String path, String method) {
        unauthenticated()
                .contentType("application/json")
                .request(method, path)
                .then()
                .statusCode(401);
        var other = Tenant.key(tenant.id(), method.equals("GET") ? "write" : "read");
        Tenant.with(other)
                .filter(new Documented())
                .contentType("application/json")
                .body("{\"name\":\"x\"}")
                .request(method, path)
                .then()
                .statusCode(403);
    }

    private void refusedBodies(String path, String method) {
        documented()
                .contentType("application/json")
                .body("[]")
                .request(method, path)
                .then()
                .statusCode(400);
        documented()
                .contentType("text/plain")
                .body("x")
                .request(method, path)
                .then()
                .statusCode(415);
        documented()
                .contentType("application/json")
                .body(" ".repeat((1 << 20) + 1))
                .request(method, path)
                .then()
                .statusCode(413);
        documented()
                .accept("text/html")
                .contentType("application/json")
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(406);
    }

    private RequestSpecification documented() {
        return tenant.request().filter(new Documented());
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

    /** The documented path that a request's path is an instance of. */
    private String templateOf(String path) {
        return document.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not documented"));
    }

    private static String template(Class<?> type, Path below) {
        var template = type.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return template.replaceAll("\\{[^}]*}", "{}");
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
            var schema = schemas.getSchema(SchemaLocation.of(
                    DOCUMENT + "#" + resolved + "/content/" + escape(answer.contentType()) + "/schema"));
            assertThat(schema.validate(answer.asString(), com.networknt.schema.InputFormat.JSON))
                    .as(description + ": " + answer.asString())
                    .isEmpty();
        }

        private void checkHeaders(JsonNode documented, String description, Response answer) {
            var names = new ArrayList<String>();
            documented.properties().forEach(header -> {
                names.add(header.getKey().toLowerCase(Locale.ROOT));
                var resolved =
                        document.at(header.getValue().path("$ref").textValue().substring(1));
                if (resolved.path("required").booleanValue()) {
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
