package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class NumbersTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void numbers_are_generated_in_order_from_CUST_0001() {
        assertThat(numbersOf(tenant.customers(3))).containsExactly("CUST-0001", "CUST-0002", "CUST-0003");
    }

    @Test
    void each_business_has_numbers_of_its_own() {
        tenant.customer("Acme");

        assertThat(numberOf(Tenant.create(), "Globex")).isEqualTo("CUST-0001");
    }

    @Test
    void numbers_in_use_are_skipped() {
        for (int taken = 1; taken <= 5; taken++) {
            tenant.customer(Map.of("name", "Acme", "number", "CUST-000" + taken));
        }

        assertThat(numberOf(tenant, "Next")).isEqualTo("CUST-0006");
        assertThat(numberOf(tenant, "Next")).isEqualTo("CUST-0007");
    }

    @Test
    void thousands_of_numbers_in_use_are_skipped_at_once_and_digits_are_added_after_9999() {
        TestDatabase.execute(
                "insert into customer (business_id, number, name, created_at)"
                        + " select ?, 'CUST-' || lpad(n::text, greatest(4, length(n::text)), '0'), 'Taken', 0"
                        + " from generate_series(1, 10001) as n",
                tenant.id());

        assertThat(numberOf(tenant, "Next")).isEqualTo("CUST-10002");
    }

    @Test
    void fifty_creates_at_once_without_a_number_get_fifty_numbers() throws Exception {
        var numbers = atOnce(IntStream.range(0, 50)
                .<Callable<String>>mapToObj(n -> () -> numberOf(tenant, "Customer " + n))
                .toList());

        assertThat(numbers).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void of_two_creates_with_the_same_number_at_once_one_answers_201_and_the_other_400() throws Exception {
        for (int round = 0; round < 5; round++) {
            var body = Map.of("name", "Acme", "number", "SAME-" + round);
            Callable<Integer> create =
                    () -> tenant.json(body).post("/customers").statusCode();

            assertThat(atOnce(List.of(create, create))).containsExactlyInAnyOrder(201, 400);
        }
    }

    @Test
    void a_number_that_another_customer_has_is_refused_on_create_and_on_edit() {
        tenant.customer(Map.of("name", "Acme", "number", "A-1"));
        long other = tenant.customer(Map.of("name", "Globex", "number", "A-2"));
        var body = Map.of("name", "Initech", "number", "A-1");

        assertInvalid(tenant.json(body).post("/customers"), "number");
        assertInvalid(tenant.json(body).patch("/customers/{id}", other), "number");
        tenant.fetched(other).then().body("customer.number", equalTo("A-2")).body("customer.name", equalTo("Globex"));
    }

    @Test
    void the_number_of_a_deleted_customer_can_be_used_again() {
        long id = tenant.customer(Map.of("name", "Acme", "number", "A-1"));
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);

        assertStatus(tenant.json(Map.of("name", "Globex", "number", "A-1")).post("/customers"), 201);
    }

    @Test
    void edits_of_different_properties_at_once_are_all_kept() throws Exception {
        long id = tenant.customer("Acme");
        var properties = List.of("city", "state", "country", "phone", "website", "tax_id", "address1", "address2");

        atOnce(properties.stream()
                .<Callable<Integer>>map(property -> () -> tenant.json(Map.of(property, "set"))
                        .patch("/customers/{id}", id)
                        .statusCode())
                .toList());

        var customer = tenant.fetched(id).jsonPath().getMap("customer");
        assertThat(properties)
                .allSatisfy(property -> assertThat(customer.get(property)).isEqualTo("set"));
    }

    private List<String> numbersOf(List<Long> ids) {
        return ids.stream()
                .map(id -> tenant.fetched(id).<String>path("customer.number"))
                .toList();
    }

    private static String numberOf(Tenant business, String name) {
        return business.fetched(business.customer(name)).path("customer.number");
    }

    @Test
    void numbers_have_ascii_digits_whatever_the_locale_of_the_machine() {
        var usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            tenant.json("{\"name\":\"x\"}").post("/customers").then().body("customer.number", equalTo("CUST-0001"));
        } finally {
            Locale.setDefault(usual);
        }
    }
}
