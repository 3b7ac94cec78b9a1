package dev.billing.customers.support;

import static dev.billing.customers.support.Answers.assertStatus;
import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.JsonConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A business of a test's own, with a key, so that tests share nothing.
 *
 * @param id of the business
 * @param key with every permission
 */
public record Tenant(long id, String key) {

    /** The content type of an encoded form. */
    public static final String FORM = "application/x-www-form-urlencoded";

    private static final String[] EVERY_PERMISSION = {
        "read", "write", "balances", "integrations", "portal", "events", "audit", "erase", "webhooks"
    };

    private static final String OPERATOR_TOKEN = "dev-operator-token";

    /** A new business with a key that may do everything. */
    public static Tenant create() {
        long id = created(operator().body(Map.of("name", "Tenant of a test")).post("/operator/businesses"), "business");
        return new Tenant(id, key(id, EVERY_PERMISSION));
    }

    /** A request of an operator, on the management port. */
    public static RequestSpecification operator() {
        return given().port(managementPort())
                .header("Authorization", "Bearer " + OPERATOR_TOKEN)
                .contentType("application/json");
    }

    /** The operators' port. */
    public static int managementPort() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }

    /** A new key of a business. */
    public static String key(long business, String... permissions) {
        var key = operator().body(Map.of("name", "Key of a test", "permissions", permissions));
        var created = key.post("/operator/businesses/{id}/api_keys", business);
        assertStatus(created, 201);
        return created.path("api_key.key");
    }

    /** A request with this key, as the documentation shows it: the user name of Basic. */
    public static RequestSpecification with(String key) {
        var exactNumbers = JsonConfig.jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL);
        return given().config(RestAssured.config().jsonConfig(exactNumbers))
                .auth()
                .preemptive()
                .basic(key, "");
    }

    /** What stands in the header {@code Authorization} of a request of this business. */
    public String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.US_ASCII));
    }

    /** A request of this business. */
    public RequestSpecification request() {
        return with(key);
    }

    /** A request of this business whose URL is sent as it is written. */
    public RequestSpecification raw() {
        return request().urlEncodingEnabled(false);
    }

    /** A request of this business with a JSON body. */
    public RequestSpecification json(Object body) {
        return json(key, body);
    }

    /** A request with this key and a JSON body. */
    public static RequestSpecification json(String key, Object body) {
        return with(key).contentType("application/json").body(body);
    }

    /** A request of this business with an encoded form as its body. */
    public RequestSpecification form(String body) {
        return request().contentType(FORM).body(body);
    }

    /** What is shown of a customer. */
    public Response fetched(long customer) {
        return request().get("/customers/{id}", customer);
    }

    /** How many customers a list says that there are. */
    public long total() {
        return Long.parseLong(request().get("/customers?per_page=1").header("X-Total-Count"));
    }

    /** A new customer; answers its id. */
    public long customer(Map<String, ?> properties) {
        return created(json(properties).post("/customers"), "customer");
    }

    /** A new customer with nothing but a name; answers its id. */
    public long customer(String name) {
        return customer(Map.of("name", name));
    }

    /** New customers with these names; answers their ids. */
    public List<Long> customers(String... names) {
        return List.of(names).stream().map(this::customer).toList();
    }

    /** That many customers; answers their ids. */
    public List<Long> customers(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> customer("Customer " + n))
                .toList();
    }

    /** A new contact; answers its id. */
    public long contact(long customer, Map<String, ?> properties) {
        return created(json(properties).post("/customers/{id}/contacts", customer), "contact");
    }

    /** The same business with a key for the bare representation. */
    public Tenant bare() {
        var key = operator().body(Map.of("name", "Bare", "permissions", EVERY_PERMISSION, "representation", "2015-12"));
        return new Tenant(id, key.post("/operator/businesses/{id}/api_keys", id).path("api_key.key"));
    }

    private static long created(Response answer, String object) {
        assertStatus(answer, 201);
        return answer.jsonPath().getLong(object + ".id");
    }
}
