package dev.billing.customers.idempotency;

import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.DatabaseProxy.COMMITS_UNANSWERED;
import static dev.billing.customers.support.DatabaseProxy.SILENT;
import static dev.billing.customers.support.DatabaseProxy.THERE;
import static dev.billing.customers.support.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.api.Call;
import dev.billing.customers.support.ImpatientService;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a key is for, and what it costs: the contract's section "Decided before anything is done". */
@QuarkusTest
@TestProfile(ImpatientService.class)
class LostAnswersTest {

    /** What comes between (a connection that is prepared) is not in all of so many. */
    private static final int REPEATED = 30;

    /** What was refused is rolled back while the answer is looked up. */
    private static final long NOT_WAITED_FOR = 1;

    Consumer<String> database;
    LongSupplier roundTrips;

    private final Tenant tenant = Tenant.create();
    private long customer;
    private long contact;

    /** The requests that take a key; each can be sent again and again without one. */
    private enum Write {
        CREATE((test, request, value) -> request.body(Map.of("name", "New")).post("/customers"), 201, 2),
        CREATE_WITH_NUMBER(
                (test, request, value) ->
                        request.body(Map.of("name", "New", "number", value)).post("/customers"),
                201,
                1),
        EDIT(
                (test, request, value) -> request.body(Map.of("name", value)).patch("/customers/{id}", test.customer),
                200,
                4),
        CREATE_CONTACT(
                (test, request, value) ->
                        request.body(Map.of("name", "Ann")).post("/customers/{id}/contacts", test.customer),
                201,
                4),
        EDIT_CONTACT(
                (test, request, value) -> request.body(Map.of("name", value))
                        .patch("/customers/{id}/contacts/{contact}", test.customer, test.contact),
                200,
                4),
        BOOK(
                (test, request, value) -> request.body(Map.of("amount", 1, "reference", value))
                        .post("/customers/{id}/balance_entries", test.customer),
                201,
                1);

        private final Call call;
        private final int status;

        /** How often a request without a key waits for the database. */
        private final long roundTrips;

        Write(Call call, int status, long roundTrips) {
            this.call = call;
            this.status = status;
            this.roundTrips = roundTrips;
        }
    }

    private interface Call {
        Response send(LostAnswersTest test, RequestSpecification request, String value);
    }

    @BeforeEach
    void a_customer_with_a_contact() {
        customer = tenant.customer("Acme");
        contact = tenant.contact(customer, Map.of("name", "Ann"));
    }

    @AfterEach
    void the_database_is_back() {
        database.accept(THERE);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void a_write_without_a_key_waits_for_the_database_no_more_often_than_before(Write write) {
        assertThat(fewest(write.status, () -> write.call.send(this, request(), random())))
                .isEqualTo(write.roundTrips);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void a_key_costs_at_most_one_round_trip(Write write) {
        assertThat(fewest(write.status, () -> send(write, random()))).isLessThanOrEqualTo(write.roundTrips + 1);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void an_answer_that_is_sent_again_waits_for_the_database_at_most_once_more_than_a_write_without_a_key(Write write) {
        var key = random();
        var body = send(write, key).body().asString();

        assertThat(fewest(write.status, () -> {
                    var again = send(write, key);
                    assertThat(again.header(Idempotency.REPLAYED)).isEqualTo("true");
                    assertThat(again.body().asString()).isEqualTo(body);
                    return again;
                }))
                .isLessThanOrEqualTo(write.roundTrips + 1 + NOT_WAITED_FOR);
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void a_commit_that_the_database_could_not_confirm_is_503_and_its_answer_is_there_when_it_is_sent_again(
            Write write) {
        long before = changes();
        send(write, random());
        long once = changes() - before;
        var key = random();
        database.accept(COMMITS_UNANSWERED);

        assertStatus(send(write, key), 503).header("Retry-After", "2");
        database.accept(THERE);

        // The database may hold the key for a moment after the connection was cut.
        var again = await().until(() -> send(write, key), answer -> answer.statusCode() != 409);
        assertStatus(again, write.status);
        // The one that is lost first when a number is generated is that of the counter: nothing else has been done
        // then.
        assertThat("true".equals(again.header(Idempotency.REPLAYED))).isEqualTo(write != Write.CREATE);
        assertThat(send(write, key).body().asString()).isEqualTo(again.body().asString());
        assertThat(changes() - before).isEqualTo(2 * once).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void a_database_that_falls_silent_is_503_in_time_and_the_write_is_done_once_when_it_is_back(Write write) {
        long before = changes();
        send(write, random());
        long once = changes() - before;
        var key = random();
        database.accept(SILENT);

        assertStatus(send(write, key), 503);
        database.accept(THERE);

        await().until(() -> send(write, key).statusCode(), equalTo(write.status));
        assertThat(changes() - before).isEqualTo(2 * once);
    }

    private Response send(Write write, String key) {
        var keyed = request().header(IdempotencyKey.HEADER, key);
        return write.call.send(this, keyed, key);
    }

    /** Grows with everything that is written for this business. */
    private long changes() {
        return TestDatabase.number("""
                select (select count(*) + sum(version) from customer where business_id = %1$d)
                    + (select count(*) + sum(version) from contact where business_id = %1$d)
                    + (select count(*) from balance_entry where business_id = %1$d)
                """.formatted(tenant.id()));
    }

    private RequestSpecification request() {
        return tenant.request().contentType("application/json");
    }

    private long fewest(int status, Supplier<Response> call) {
        return LongStream.range(0, REPEATED)
                .map(n -> {
                    long before = roundTrips.getAsLong();
                    assertStatus(call.get(), status);
                    return roundTrips.getAsLong() - before;
                })
                .min()
                .orElseThrow();
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }
}
