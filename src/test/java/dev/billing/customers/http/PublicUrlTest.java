package dev.billing.customers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.OtherSettings;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@ServiceTest
@TestProfile(OtherSettings.class)
class PublicUrlTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void a_configured_public_url_is_in_every_link_and_location() {
        var created = tenant.json("{\"name\":\"Acme\"}").post("/customers");
        long id = created.jsonPath().getLong("customer.id");

        assertThat(created.header("Location")).isEqualTo("https://api.example/billing/customers/" + id);
        assertThat(tenant.request().get("/customers").header("Link"))
                .startsWith("<https://api.example/billing/customers?page=1&per_page=100>; rel=\"self\"");
        assertThat(tenant.request().get("/customers/{id}/contacts", id).header("Link"))
                .startsWith("<https://api.example/billing/customers/" + id + "/contacts?page=1");
    }

    @Test
    void not_even_a_strange_host_changes_it() {
        assertThat(tenant.request()
                        .header("Host", "evil.example")
                        .get("/customers")
                        .header("Link"))
                .doesNotContain("evil");
    }
}
