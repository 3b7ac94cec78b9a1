package dev.billing.customers.business;

import static dev.billing.customers.support.Answers.assertStatus;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The key of an instance that warms up. */
@ServiceTest
class TemporaryKeyTest {

    @Inject
    TemporaryKey keys;

    @Test
    void it_sees_made_up_customers_until_it_ends() {
        var key = keys.generate();
        assertStatus(Tenant.with(key).get("/customers"), 401);

        keys.end(key);
        keys.renew(key);
        assertStatus(Tenant.with(key).get("/customers?per_page=100"), 200)
                .header("X-Total-Count", "250")
                .header("Link", containsString("rel=\"next\""))
                .body("customers", hasSize(100));
        assertStatus(Tenant.with(key).get("/customers/7"), 200)
                .body("customer.name", equalTo("Customer 7"))
                .body("customer.number", equalTo("N-7"));
        assertStatus(Tenant.json(key, Map.of("name", "Bolt")).patch("/customers/7"), 404);

        keys.end(key);
        assertStatus(Tenant.with(key).get("/customers"), 401);
    }

    @Test
    void it_sees_nothing_of_a_business() {
        var tenant = Tenant.create();
        long customer = tenant.customer("Acme");
        var key = keys.generate();
        keys.renew(key);

        assertStatus(Tenant.with(key).get("/customers/{id}", customer), 404);
        assertStatus(tenant.request().get("/customers?filter[name]=Customer+7"), 200)
                .body("customers", hasSize(0));

        keys.end(key);
    }
}
