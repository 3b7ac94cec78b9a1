package dev.billing.customers.support;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.JsonConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
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

    private static final String OPERATOR_TOKEN = "dev-operator-token";

    /** A new business with a key that may do everything. */
    public static Tenant create() {
        long id = operator()
                .body(Map.of("name", "Tenant of a test"))
                .post("/operator/businesses")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("business.id");
        return new Tenant(id, key(id, "read", "write", "balances", "integrations", "portal"));
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
        return operator()
                .body(Map.of("name", "Key of a test", "permissions", permissions))
                .post("/operator/businesses/{id}/api_keys", business)
                .then()
                .statusCode(201)
                .extract()
                .path("api_key.key");
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

    /** A request of this business with a JSON body. */
    public RequestSpecification json(Object body) {
        return request().contentType("application/json").body(body);
    }

    /** A new customer; answers its id. */
    public long customer(Map<String, ?> properties) {
        return json(properties)
                .post("/customers")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("customer.id");
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
        return json(properties)
                .post("/customers/{id}/contacts", customer)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("contact.id");
    }
}
