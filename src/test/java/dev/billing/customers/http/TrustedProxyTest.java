package dev.billing.customers.http;

import static dev.billing.customers.support.Answers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a trusted gateway, with plain HTTP refused. */
@ServiceTest
@TestProfile(TrustedProxyTest.Gateway.class)
class TrustedProxyTest {

    public static class Gateway implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("customers.http.trusted-proxies", "127.0.0.1,::1", "customers.http.https-only", "true");
        }
    }

    private final Tenant tenant = Tenant.create();

    @Test
    void plain_http_is_refused_with_403_before_the_key_is_looked_at() {
        for (var plain : new RequestSpecification[] {
            tenant.request(), tenant.request().header("X-Forwarded-Proto", "http"), Tenant.with("ck_unknown")
        }) {
            assertRefused(plain.get("/customers"), 403);
        }
    }

    @Test
    void x_forwarded_headers_give_scheme_host_port_and_prefix() {
        var list = tenant.request()
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "api.example")
                .header("X-Forwarded-Prefix", "/billing/v1")
                .get("/customers?per_page=10");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.header("Link")).startsWith("<https://api.example/billing/v1/customers?page=1&per_page=10>");
    }

    @Test
    void x_forwarded_port_is_kept_where_it_is_not_the_schemes_own() {
        var list = tenant.request()
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "api.example")
                .header("X-Forwarded-Port", "8443")
                .get("/customers");

        assertThat(list.header("Link")).startsWith("<https://api.example:8443/customers?");
    }

    @Test
    void the_forwarded_header_of_rfc_7239_does_the_same() {
        var created = tenant.json("{\"name\":\"Acme\"}")
                .header("Forwarded", "for=192.0.2.60;proto=https;host=\"api.example:8443\"")
                .post("/customers");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("Location")).matches("https://api\\.example:8443/customers/[0-9]+");
    }
}
