package dev.billing.customers.portal;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.AtOnce.atOnce;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static dev.billing.customers.support.SpecifiedProperties.OF_CONTACTS;
import static dev.billing.customers.support.SpecifiedProperties.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.billing.customers.contact.ContactEmailKeys;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users of the client portal, and which contacts and customers are theirs. */
@ServiceTest
class PortalUsersTest {

    private static final String EMAIL = "tia@acmecorp.com";

    private final Tenant tenant = Tenant.create();
    private long customer;

    @BeforeEach
    void a_customer() {
        customer = tenant.customer("Acme");
    }

    @Test
    void a_user_is_put_once_and_answered_with_the_contacts_in_order() {
        long contact = contact(customer, EMAIL);

        var put = put("u-1", EMAIL);

        assertStatus(put, 201);
        long time = put.jsonPath().getLong("portal_user.created_at");
        long since = put.jsonPath().getLong("portal_user.contacts[0].created_at");
        assertThat(put.asString())
                .isEqualTo("{\"portal_user\":{\"created_at\":" + time
                        + ",\"updated_at\":null,\"id\":\"u-1\",\"email\":\"tia@acmecorp.com\",\"contacts\":[{\"created_at\":"
                        + since + ",\"updated_at\":null,\"id\":" + contact + ",\"customer\":" + customer
                        + ",\"name\":\"Tia\",\"email\":\"tia@acmecorp.com\",\"primary\":false}]}}");
        var again = put("u-1", EMAIL);
        assertStatus(again, 200);
        assertThat(again.asString()).isEqualTo(put.asString());
        assertThat(fetched("u-1").asString()).isEqualTo(put.asString());
    }

    @Test
    void contacts_of_later_are_the_users_too() {
        put("u-1", EMAIL).then().body("portal_user.contacts", empty());

        long created = contact(customer, EMAIL);
        long edited = contact(customer, null);
        edit(edited, EMAIL);

        assertContacts("u-1", created, edited);
    }

    @Test
    void a_contact_whose_address_changes_away_is_not_the_users_any_more() {
        long leaves = contact(customer, EMAIL);
        long stays = contact(customer, EMAIL);
        long loses = contact(customer, EMAIL);
        put("u-1", EMAIL);

        edit(leaves, "else@acmecorp.com");
        edit(loses, null);

        assertContacts("u-1", stays);
    }

    @Test
    void a_user_whose_address_changes_sees_the_contacts_of_the_new_one() {
        contact(customer, EMAIL);
        long other = contact(customer, "new@acmecorp.com");
        put("u-1", EMAIL);

        assertStatus(put("u-1", "new@acmecorp.com"), 200)
                .body("portal_user.email", equalTo("new@acmecorp.com"))
                .body("portal_user.updated_at", notNullValue());

        assertContacts("u-1", other);
    }

    @ParameterizedTest
    @CsvSource({
        "TIA@AcmeCorp.COM, tia@acmecorp.com", "'  tia@acmecorp.com ', tia@acmecorp.com",
        "jo\u0308rg@acmecorp.com, JÖRG@acmecorp.com", "a@xn--bcher-kva.example, a@BÜCHER.example"
    })
    void an_address_is_the_same_however_it_is_written(String users, String contacts) {
        long contact = contact(customer, contacts);

        put("u-1", users);

        assertContacts("u-1", contact);
    }

    @Test
    void contacts_from_before_there_were_portal_users_are_found() throws Exception {
        long contact = contact(customer, "JÖRG@acmecorp.com");
        put("u-1", "jörg@acmecorp.com");
        TestDatabase.execute("update contact set email_key = null where business_id = ?", tenant.id());
        fetched("u-1").then().body("portal_user.contacts", empty());
        try (var connection = TestDatabase.connect()) {
            new ContactEmailKeys().migrate(context(connection));
        }

        assertContacts("u-1", contact);
    }

    @Test
    void users_and_contacts_whose_domains_had_another_form_in_their_keys_are_found() throws Exception {
        long contact = contact(customer, "a@BÜCHER.example");
        put("u-1", "a@xn--bcher-kva.example");
        for (var table : List.of("contact", "portal_user")) {
            TestDatabase.execute(
                    "update " + table + " set email_key = 'a@xn--bcher-kva.example' where business_id = ?",
                    tenant.id());
        }
        long later = contact(customer, "A@bücher.example");
        assertContacts("u-1", contact);
        try (var connection = TestDatabase.connect()) {
            new InternationalEmailKeys().migrate(context(connection));
        }

        assertContacts("u-1", contact, later);
    }

    @Test
    void customers_are_whole_where_the_caller_expands_them() {
        contact(customer, EMAIL);
        contact(tenant.customer("Other"), EMAIL);
        put("u-1", EMAIL);

        for (var answer : List.of(
                tenant.request().get("/portal_users/u-1?expand=customer"),
                tenant.json(Map.of("email", EMAIL)).put("/portal_users/u-1?expand=customer"))) {
            assertStatus(answer, 200)
                    .body("portal_user.contacts.customer.name", contains("Acme", "Other"))
                    .body("portal_user.contacts[0].customer.balance", equalTo(0));
        }
        assertInvalid(tenant.request().get("/portal_users/u-1?expand=contact"), "expand");
    }

    @Test
    void the_contacts_inside_are_one_page_of_a_list() {
        for (var name : List.of("C", "A", "B")) {
            tenant.contact(customer, Map.of("name", name, "email", EMAIL));
        }
        put("u-1", EMAIL);

        var page = tenant.request().get("/portal_users/u-1?per_page=2&sort=name");

        page.then().header("X-Total-Count", "3").body("portal_user.contacts.name", contains("A", "B"));
        tenant.raw().get(links(page).get("next")).then().body("portal_user.contacts.name", contains("C"));
    }

    @Test
    void the_customers_that_a_user_may_see_are_listed_once_each_with_paging() {
        var mine = new ArrayList<Long>();
        mine.add(customer);
        mine.addAll(tenant.customers(4));
        mine.forEach(each -> contact(each, EMAIL));
        contact(customer, EMAIL.toUpperCase(Locale.ROOT));
        contact(tenant.customer("Not theirs"), "else@acmecorp.com");
        put("u-1", EMAIL);

        var seen = new ArrayList<Long>();
        var next = "/portal_users/u-1/customers?per_page=2";
        while (next != null) {
            var page = tenant.raw().get(next);
            assertStatus(page, 200).header("X-Total-Count", "5");
            seen.addAll(ids(page));
            next = links(page).get("next");
        }

        assertThat(seen).isEqualTo(mine);
        assertThat(ids(tenant.request().get("/portal_users/u-1/customers?per_page=2&page=3")))
                .containsExactly(mine.get(4));
        tenant.request()
                .get("/portal_users/u-1/customers?sort=name desc&filter[name]=Acme")
                .then()
                .header("X-Total-Count", "1")
                .body("customers[0].name", equalTo("Acme"));
    }

    @Test
    void a_user_is_forgotten() {
        long contact = contact(customer, EMAIL);
        put("u-1", EMAIL);

        assertStatus(tenant.request().delete("/portal_users/u-1"), 204);

        for (var path : List.of("/portal_users/u-1", "/portal_users/u-1/customers")) {
            assertStatus(tenant.request().get(path), 404).body("message", equalTo("No such portal user."));
        }
        assertStatus(tenant.request().delete("/portal_users/u-1"), 404);
        assertStatus(tenant.request().get("/customers/" + customer + "/contacts/" + contact), 200);
    }

    @Test
    void a_deleted_customer_is_nobodys() {
        contact(customer, EMAIL);
        put("u-1", EMAIL);

        assertStatus(tenant.request().delete("/customers/" + customer), 204);

        assertContacts("u-1");
        tenant.request().get("/portal_users/u-1/customers").then().header("X-Total-Count", "0");
    }

    @Test
    void several_users_may_have_one_address() {
        long contact = contact(customer, EMAIL);
        put("u-1", EMAIL);
        put("u-2", EMAIL);

        assertContacts("u-1", contact);
        assertContacts("u-2", contact);
    }

    @Test
    void a_user_sees_nothing_of_another_business() {
        contact(customer, EMAIL);
        put("u-1", EMAIL);
        var stranger = Tenant.create();

        assertStatus(stranger.request().get("/portal_users/u-1"), 404);
        assertStatus(stranger.request().delete("/portal_users/u-1"), 404);
        assertStatus(stranger.json(Map.of("email", EMAIL)).put("/portal_users/u-1"), 201)
                .body("portal_user.contacts", empty());
        stranger.request().get("/portal_users/u-1/customers").then().header("X-Total-Count", "0");
    }

    @Test
    void puts_at_once_end_as_one() throws Exception {
        var answers = atOnce(Collections.<Callable<Response>>nCopies(16, () -> put("u-1", EMAIL)));

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\": null}",
                "{\"email\": \"\"}",
                "{\"email\": \" \"}",
                "{\"email\": \"acme\"}",
                "{\"email\": \"a@\\u0000\"}",
                "{\"email\": 7}"
            })
    void an_address_that_is_none_answers_400(String body) {
        assertInvalid(tenant.json(body).put("/portal_users/u-1"), "email");
    }

    @Test
    void an_unknown_property_answers_400() {
        assertInvalid(tenant.json(Map.of("email", EMAIL, "name", "x")).put("/portal_users/u-1"), "name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "auth0|5f7c8ec7", "a b", "jörg@example.com", "🦊", "..a", "a;b=c", "50%"})
    void any_text_is_an_id(String id) {
        assertStatus(tenant.json(Map.of("email", EMAIL)).put("/portal_users/{id}", id), 201)
                .body("portal_user.id", equalTo(id));
        assertStatus(tenant.request().get("/portal_users/{id}", id), 200).body("portal_user.id", equalTo(id));
        assertStatus(tenant.request().delete("/portal_users/{id}", id), 204);
    }

    @Test
    void an_id_that_cannot_be_stored_answers_404() {
        for (var id : List.of("a\u0000b", "a\nb", "x".repeat(256))) {
            assertStatus(tenant.json(Map.of("email", EMAIL)).put("/portal_users/{id}", id), 404);
            assertStatus(tenant.request().get("/portal_users/{id}", id), 404);
        }
    }

    @Test
    void writing_needs_the_permission_portal_and_reading_needs_it_or_read() {
        put("u-1", EMAIL);
        var others = Tenant.key(tenant.id(), "read", "write", "balances", "integrations");
        var portal = Tenant.key(tenant.id(), "portal");
        var write = Tenant.key(tenant.id(), "write");

        assertStatus(Tenant.with(others).formParam("email", EMAIL).put("/portal_users/u-1"), 403);
        assertStatus(Tenant.with(others).delete("/portal_users/u-1"), 403);
        for (var path : List.of("/portal_users/u-1", "/portal_users/u-1/customers")) {
            assertStatus(Tenant.with(others).get(path), 200);
            assertStatus(Tenant.with(portal).get(path), 200);
            assertStatus(Tenant.with(write).get(path), 403);
        }
        assertStatus(Tenant.with(portal).formParam("email", EMAIL).put("/portal_users/u-1"), 200);
        assertStatus(Tenant.with(portal).delete("/portal_users/u-1"), 204);
        assertStatus(Tenant.with(portal).get("/customers"), 403);
    }

    @Test
    void the_json_of_a_contact_stays_as_specified() {
        long contact = contact(customer, EMAIL);
        put("u-1", EMAIL);

        var json = tenant.request()
                .get("/customers/" + customer + "/contacts/" + contact)
                .jsonPath()
                .getMap("contact");

        assertThat(json.keySet()).hasToString(names(OF_CONTACTS).toString());
        assertStatus(tenant.request().get("/customers/" + customer + "/contacts?filter[email_key]=x"), 400);
    }

    private void assertContacts(String user, Long... contacts) {
        assertThat(fetched(user).jsonPath().getList("portal_user.contacts.id", Long.class))
                .containsExactly(contacts);
    }

    private Response put(String user, String email) {
        return tenant.json(Map.of("email", email)).put("/portal_users/{id}", user);
    }

    private Response fetched(String user) {
        return tenant.request().get("/portal_users/{id}", user);
    }

    private long contact(long whose, String email) {
        var properties = new HashMap<String, Object>(Map.of("name", "Tia"));
        properties.put("email", email);
        return tenant.contact(whose, properties);
    }

    private void edit(long contact, String email) {
        var request = tenant.json(Collections.singletonMap("email", email));
        assertStatus(request.patch("/customers/" + customer + "/contacts/" + contact), 200);
    }

    private static Context context(Connection connection) {
        return new Context() {
            @Override
            public Configuration getConfiguration() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }
}
