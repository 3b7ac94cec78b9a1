package dev.billing.customers.clients;

import static dev.billing.customers.clients.UnreliableGateway.ANSWER_CUT;
import static dev.billing.customers.clients.UnreliableGateway.ANSWER_LOST;
import static dev.billing.customers.clients.UnreliableGateway.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.billing.customers.clients.UnreliableGateway.Received;
import dev.billing.customers.clients.example.BalanceEntry;
import dev.billing.customers.clients.example.Contact;
import dev.billing.customers.clients.example.Customer;
import dev.billing.customers.clients.example.CustomerInput;
import dev.billing.customers.clients.example.CustomersApi;
import dev.billing.customers.clients.example.CustomersClient;
import dev.billing.customers.clients.example.CustomersException;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of docs/clients.md, run. */
@ServiceTest
class QuarkusClientTest {

    private static final String KEY = "customers-client.api-key";
    private static final int PAGE = 100;
    private static final int READ_TIMEOUT_SECONDS = 2;

    @Inject
    CustomersClient client;

    @Inject
    @RestClient
    CustomersApi api;

    @ConfigProperty(name = "test.url")
    String service;

    private final Tenant tenant = Tenant.create();
    private UnreliableGateway gateway;
    private CustomersClient throughGateway;

    @BeforeEach
    void a_client_with_a_key_and_another_one_behind_a_gateway() throws IOException {
        System.setProperty(KEY, tenant.key());
        gateway = new UnreliableGateway(service);
        throughGateway = new CustomersClient(QuarkusRestClientBuilder.newBuilder()
                .baseUri(gateway.url())
                .readTimeout(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .build(CustomersApi.class));
    }

    @AfterEach
    void neither_is_left() {
        gateway.close();
        System.clearProperty(KEY);
    }

    @Test
    void a_customer_is_created_fetched_edited_and_deleted() {
        var created = got(client.create(new CustomerInput()
                .name("Acme")
                .city("Paris")
                .postalCode("75001")
                .notes("New")));
        assertThat(created.name()).isEqualTo("Acme");
        assertThat(created.postalCode()).isEqualTo("75001");
        assertThat(created.number()).isEqualTo("CUST-0001");
        assertThat(created.createdAt()).isPositive();
        assertThat(created.balance()).isEqualByComparingTo("0");
        assertThat(got(client.fetch(created.id()))).isEqualTo(created);

        var edited =
                got(client.edit(created.id(), new CustomerInput().city("Lyon").notes(null)));
        assertThat(edited.city()).isEqualTo("Lyon");
        assertThat(edited.notes()).isNull();
        assertThat(edited.postalCode()).isEqualTo("75001");

        got(api.delete(created.id()));
        assertThat(failure(client.fetch(created.id())).status()).isEqualTo(404);
    }

    @Test
    void customers_are_filtered_and_sorted() {
        tenant.customer(Map.of("name", "Anvil & Co", "city", "Paris"));
        tenant.customer(Map.of("name", "Zinc", "city", "Rome"));
        tenant.customer(Map.of("name", "Brass", "city", "Oslo"));

        assertThat(names(client.all("{\"city\":[\"Paris\",\"Rome\"]}", "city desc,name")))
                .containsExactly("Zinc", "Anvil & Co");
        assertThat(names(client.all("{\"name\":\"Anvil & Co\"}", null))).containsExactly("Anvil & Co");
    }

    @Test
    void a_walk_over_several_pages_sees_each_customer_once() {
        var ids = tenant.customers(2 * PAGE + 1);

        var seen = got(client.all(null, "city,name desc,id")
                .map(Customer::id)
                .collect()
                .asList());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void a_page_is_requested_when_the_customers_before_it_are_taken() {
        tenant.customers(PAGE + 1);
        var subscriber = throughGateway.all(null, null).subscribe().withSubscriber(AssertSubscriber.create(PAGE - 1));

        subscriber.awaitItems(PAGE - 1);
        assertThat(gateway.received()).hasSize(1);

        subscriber.request(2).awaitItems(PAGE + 1);
        subscriber.awaitCompletion();
        assertThat(gateway.received()).hasSize(2);
    }

    @Test
    void contacts_have_the_id_of_their_customer_or_the_customer() {
        var customer = got(client.create(new CustomerInput().name("Acme")));
        var input = new Contact.Input("Tia", "tia@acme.example", true);
        var contact = got(api.createContact(customer.id(), "contact", input)).contact();
        assertThat(contact.customer()).isEqualTo(customer.id());

        assertThat(got(api.contacts(customer.id())).getEntity().contacts()).containsExactly(contact);
        assertThat(got(api.contactsWithCustomer(customer.id())).getEntity().contacts())
                .extracting(Contact::customer)
                .containsExactly(customer);
    }

    @Test
    void money_is_exact() {
        var customer = tenant.customer("Acme");
        var amount = new BigDecimal("999999999999999.9999");

        var entry = got(client.book(customer, new BalanceEntry.Input(amount, "INV-0042", null)));

        assertThat(entry.amount()).isEqualTo(amount);
        assertThat(got(client.fetch(customer)).balance()).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 502, 503, ANSWER_LOST, ANSWER_CUT, NO_ANSWER})
    void a_create_without_an_answer_is_sent_again_with_its_key_and_done_once(int fault) {
        gateway.fail(fault, 1);

        var created = got(throughGateway.create(new CustomerInput().name("Acme")));

        assertThat(gateway.received()).hasSize(2);
        assertThat(gateway.received().get(0).key()).isNotBlank();
        assertThat(gateway.received().get(1)).isEqualTo(gateway.received().get(0));
        assertThat(names(client.all(null, null))).containsExactly("Acme");
        assertThat(got(client.fetch(created.id()))).isEqualTo(created);
    }

    @Test
    void each_create_has_its_own_key() {
        got(throughGateway.create(new CustomerInput().name("Acme")));
        got(throughGateway.create(new CustomerInput().name("Acme")));

        assertThat(gateway.received()).extracting(Received::key).doesNotHaveDuplicates();
        assertThat(tenant.total()).isEqualTo(2);
    }

    @Test
    void a_service_that_stays_away_is_the_error_of_the_last_attempt() {
        gateway.fail(503, 100);

        var failure = failure(throughGateway.fetch(1));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.type()).isNull();
        assertThat(failure.retryAfter()).hasSeconds(1);
        assertThat(gateway.received()).hasSizeGreaterThan(2);
    }

    @Test
    void a_request_that_has_to_change_is_not_sent_again() {
        var failure =
                failure(throughGateway.create(new CustomerInput().name("Acme").email("nobody")));

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.type()).isEqualTo("invalid_request");
        assertThat(failure.param()).isEqualTo("email");
        assertThat(failure).hasMessageContaining("email");
        assertThat(failure.requestId()).isNotBlank();
        assertThat(gateway.received()).hasSize(1);
    }

    @Test
    void a_list_that_is_refused_names_the_parameter() {
        var failure = failure(client.all(null, "colour").collect().asList());

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.param()).isEqualTo("sort");
    }

    @Test
    void a_customer_that_is_not_there_is_404() {
        var failure = failure(client.fetch(1));

        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.type()).isEqualTo("invalid_request");
        assertThat(failure.param()).isNull();
        assertThat(failure).hasMessage("No such customer.");
        assertThat(failure.requestId()).isNotBlank();
    }

    private static <T> T got(Uni<T> answer) {
        return answer.await().indefinitely();
    }

    private static List<String> names(Multi<Customer> customers) {
        return got(customers.map(Customer::name).collect().asList());
    }

    private static CustomersException failure(Uni<?> answer) {
        return catchThrowableOfType(CustomersException.class, () -> got(answer));
    }
}
