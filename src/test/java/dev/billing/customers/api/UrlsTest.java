package dev.billing.customers.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** URLs in answers, where no proxy is trusted and no public URL is configured. */
@ServiceTest
class UrlsTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void urls_have_the_host_and_port_that_the_caller_used() {
        var list = tenant.request().get("http://127.0.0.1:" + RestAssured.port + "/customers");

        assertThat(list.header("Link")).startsWith("<http://127.0.0.1:" + RestAssured.port + "/customers?page=1");
        assertThat(tenant.json("{\"name\":\"Acme\"}").post("/customers").header("Location"))
                .matches("http://localhost:" + RestAssured.port + "/customers/[0-9]+");
    }

    @Test
    void a_host_without_a_port_stays_without_one() {
        assertThat(tenant.request()
                        .header("Host", "customers.billing.svc")
                        .get("/customers")
                        .header("Link"))
                .startsWith("<http://customers.billing.svc/customers?");
    }

    @Test
    void forwarded_headers_from_anybody_are_not_believed() {
        var list = tenant.request()
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Prefix", "/evil")
                .get("/customers");
        var other = tenant.request()
                .header("Forwarded", "proto=https;host=evil.example")
                .get("/customers");

        assertThat(list.header("Link")).doesNotContain("evil", "https").isEqualTo(other.header("Link"));
    }
}
