package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.Eventually.await;
import static dev.billing.customers.support.Tenant.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.RawHttp;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, on the management port. */
@ServiceTest
class MetricsTest {

    private static final Pattern ROUTE = Pattern.compile("http_server_requests_seconds_count\\{.*uri=\"([^\"]*)\".*");
    private static final Pattern METHOD =
            Pattern.compile("http_server_requests_seconds_count\\{.*method=\"([^\"]*)\".*");

    private final Tenant tenant = Tenant.create();

    @Test
    void requests_are_counted_by_route_method_and_status() {
        assertStatus(tenant.request().get("/customers/1"), 404);

        // It is counted when the answer is out, which may be after it came in.
        var counted = "http_server_requests_seconds_count{method=\"GET\",outcome=\"CLIENT_ERROR\",status=\"404\","
                + "uri=\"/customers/{id}\"}";
        await().until(() -> metrics().contains(counted));
        assertThat(metrics()).contains("http_server_requests_seconds_bucket{");
    }

    @Test
    void callers_cannot_multiply_the_routes_and_methods_that_are_counted() throws Exception {
        for (int i = 0; i < 20; i++) {
            tenant.request().get("/customers/made-up-" + i);
            tenant.request().get("/made-up-" + i);
            tenant.request().get("/customers/made-up-" + i + "/contacts?page=made-up-" + i);
            RawHttp.get(RestAssured.port, "/customers/%zz-made-up-" + i, "");
            given().urlEncodingEnabled(false).get("/customers/" + i + "?%ff");
            tenant.request().get("/portal_users/made-up-" + i);
            given().request("MADE" + i, "/customers/made-up-" + i);
            tenant.request().delete("/made-up-" + i);
        }

        assertThat(labels(ROUTE)).isNotEmpty().noneMatch(route -> route.contains("made-up") || route.contains("%"));
        assertThat(labels(METHOD)).noneMatch(method -> method.startsWith("MADE"));
    }

    @Test
    void the_pool_the_queries_and_the_keys_in_memory_are_measured() {
        tenant.request().get("/customers");

        assertThat(metrics())
                .contains(
                        "sql_pool_active{",
                        "sql_pool_queue_size{",
                        "database_permits_delay_seconds_bucket{gate=\"requests\"",
                        "database_permits_active{gate=\"requests\"}",
                        "database_permits_waiting{gate=\"key-look-ups\"}",
                        "postgresql_processing_seconds_bucket{",
                        "cache_gets_total{cache=\"api-keys\",result=\"hit\"}",
                        "jvm_memory_used_bytes{");
    }

    @Test
    void repairs_of_totals_are_counted() {
        assertStatus(operator().post("/operator/businesses/{id}/customer_total/repair", tenant.id()), 200);

        assertStatus(operator().post("/operator/businesses/{id}/contact_total/repair", tenant.id()), 200);
        assertThat(metrics())
                .contains("customer_total_repairs_total{found=\"right\"}")
                .contains("contact_total_repairs_total{found=\"right\"}");
    }

    private static Set<String> labels(Pattern pattern) {
        var labels = new TreeSet<String>();
        metrics().lines().map(pattern::matcher).filter(Matcher::matches).forEach(line -> labels.add(line.group(1)));
        return labels;
    }

    private static String metrics() {
        return operator().get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
