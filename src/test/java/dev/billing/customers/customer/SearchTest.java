package dev.billing.customers.customer;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code GET /customers?q=…} (docs/search.md). */
@ServiceTest
class SearchTest {

    private final Tenant tenant = Tenant.create();

    @Test
    void customers_are_found_by_words_of_their_own_and_of_their_contacts_in_any_order() {
        long acme =
                tenant.customer(Map.of("name", "Acme Works", "number", "A-17", "email", "billing@acmecorp.example"));
        long other = tenant.customer(Map.of("name", "Other Works", "number", "B-18"));
        tenant.contact(acme, Map.of("name", "Tia Lesa Dunn", "email", "tia@dunn.example"));
        tenant.contact(other, Map.of("name", "Noor Silva"));

        for (var q : List.of(
                "acme",
                "works ACME",
                "wor ac",
                "a-17",
                "17",
                "billing@acmecorp.example",
                "acmecorp",
                "dunn tia acme",
                "Lesa, Works!",
                "tia@dunn.example",
                "works example")) {
            assertFound(q, acme);
        }
        assertFound("works", acme, other);
        assertFound("noor works", other);
        assertFound("acme silva");
        assertFound("cme");
        assertFound("", acme, other);
        assertFound(" ", acme, other);
    }

    @Test
    void accents_case_and_punctuation_do_not_matter_in_any_script() {
        long polish = tenant.customer("Łódź Straße Ångström O’Brien");
        long greek = tenant.customer("ΆΛΦΑ Ёлка İstanbul ﬁx");
        long chinese = tenant.customer("东京都 サービス 👍🏽 العربية");

        for (var q : List.of(
                "lodz", "ŁÓDŹ strasse", "angstrom", "A\u030angstro\u0308m", "o'brien", "Straße", "“lodz”—O’Brien")) {
            assertFound(q, polish);
        }
        for (var q : List.of("αλφα", "άλφα", "елка", "ISTANBUL", "istanbul", "fix")) {
            assertFound(q, greek);
        }
        for (var q : List.of("东京", "サービス", "👍🏽", "العربية 东京都")) {
            assertFound(q, chinese);
        }
    }

    @Test
    void the_best_match_comes_first_and_typing_errors_are_forgiven_if_there_is_none() {
        long longer = tenant.customer("Smithson Anna");
        long exact = tenant.customer("Anna Smith");
        long another = tenant.customer("Smith Annabel");

        assertFound("smith anna", exact, longer, another);
        assertFound("smith", exact, another, longer);
        for (var q : List.of("smiht", "smth", "smitth", "snith", "msith", "SMIHT anna")) {
            assertFound(q, exact, another);
        }
        assertFound("smihtson anan", longer);
        assertFound("smxxh");
        assertFound("anm");
        long meant = tenant.customer("Smiht");
        assertFound("smiht", meant);
    }

    @Test
    void typing_errors_are_forgiven_in_scripts_with_few_letters() {
        for (var name :
                List.of("Գարեգին Գարեգիմ Գարեգն", "მარიამი მარიამო მარიმი", "אברהם אברהן אבהם", "حسينة حسينا حسنة")) {
            var words = name.split(" ");
            long customer = tenant.customer(words[0]);
            assertFound(words[1], customer);
            assertFound(words[2], customer);
        }
    }

    @Test
    void a_word_is_found_by_its_start_whatever_it_goes_on_with() {
        long customer = tenant.customer("qzq\udbff\udfff\udbff\udfff");

        assertFound("qzq", customer);
        assertThat(tenant.request()
                        .get("/customers?filter[name][starts_with]=QZQ")
                        .jsonPath()
                        .getList("customers.id", Long.class))
                .containsExactly(customer);
    }

    @Test
    void numbers_are_not_mistyped() {
        tenant.customer(Map.of("name", "Acme", "number", "N-4711"));

        assertFound("4712");
        assertFound("acmee 4712");
    }

    @Test
    void what_is_found_is_what_is_there_at_this_moment() {
        long id = tenant.customer(Map.of("name", "First", "email", "one@example.com"));
        assertFound("first", id);
        assertStatus(tenant.json(Map.of("name", "Second first")).patch("/customers/{id}", id), 200);
        assertFound("second first one", id);
        assertStatus(tenant.json("{\"name\": \"Second\", \"email\": null}").patch("/customers/{id}", id), 200);
        assertFound("first");
        assertFound("one");
        assertFound("second", id);

        long contact = tenant.contact(id, Map.of("name", "Tia", "email", "tia@second.example"));
        assertFound("tia example", id);
        assertStatus(tenant.json(Map.of("name", "Noor")).patch("/customers/{id}/contacts/{c}", id, contact), 200);
        assertFound("noor tia", id);
        assertStatus(tenant.request().delete("/customers/{id}/contacts/{c}", id, contact), 204);
        assertFound("noor");
        assertFound("tia");
        assertFound("second", id);

        tenant.contact(id, Map.of("name", "Ada"));
        assertStatus(tenant.request().delete("/customers/{id}", id), 204);
        assertFound("second");
        assertFound("ada");
        assertStatus(tenant.request().post("/customers/{id}/restore", id), 200);
        assertFound("ada second", id);
        assertStatus(tenant.request().post("/customers/{id}/erase", id), 200);
        assertFound("ada");
        assertFound("second");
        assertThat(words(id)).containsExactlyInAnyOrder("erased", "cust", "0001");
    }

    @Test
    void nobody_finds_the_customers_of_another_business() {
        tenant.customer("Acme");
        var other = Tenant.create();

        assertThat(ids(other.request().get("/customers?q=acme"))).isEmpty();
        assertThat(ids(other.request().get("/customers?q=acne"))).isEmpty();
    }

    @Test
    void pages_are_followed_by_their_links_and_have_the_exact_total() {
        var expected = new ArrayList<Long>();
        expected.addAll(tenant.customers("Ac one", "Ac two"));
        expected.addAll(tenant.customers("Acme one", "Acme two", "Acme three"));

        assertPaged("/customers?per_page=2&q=ac", expected);
        assertPaged("/customers?per_page=2&q=acne&sort=id", expected.subList(2, 5));
        assertPaged("/customers?per_page=2&q=acne", expected.subList(2, 5));
        assertPaged(
                "/customers?per_page=2&q=acme&sort=name desc",
                List.of(expected.get(3), expected.get(4), expected.get(2)));
        assertThat(ids(tenant.request().get("/customers?per_page=2&page=3&q=ac")))
                .containsExactly(expected.get(4));
        assertStatus(tenant.request().get("/customers?per_page=2&page=4&q=ac"), 200)
                .header("X-Total-Count", "5");
        var next = links(tenant.request().get("/customers?per_page=2&q=ac")).get("next");
        assertInvalid(tenant.raw().get(next.replace("q=ac", "q=acme")), "cursor");
        assertInvalid(tenant.raw().get(next.replace("&q=ac", "")), "cursor");
    }

    @Test
    void a_search_goes_together_with_filters_an_order_and_both_representations() {
        long paris = tenant.customer(Map.of("name", "Acme B", "city", "Paris"));
        long rome = tenant.customer(Map.of("name", "Acme A", "city", "Rome"));
        long gold = tenant.bare()
                .json(Map.of("name", "Acme C", "metadata", Map.of("plan", "gold")))
                .post("/customers")
                .jsonPath()
                .getLong("id");

        assertFound("acme&sort=name", rome, paris, gold);
        assertFound("acme&filter[city]=Paris", paris);
        assertFound("acme b&filter[city]=Rome");
        assertFound("acme&open_balance=1");
        assertFound("acme&updated_after=1&sort=city,id desc", paris, rome, gold);
        var bare = tenant.bare().request().get("/customers?envelope=0&q=acme&metadata[plan]=gold");
        assertThat(bare.jsonPath().getList("id", Long.class)).containsExactly(gold);
        // If there are customers with the words, none with similar words is listed, whatever the filters are.
        tenant.customer(Map.of("name", "Acmes", "city", "Oslo"));
        assertFound("acmea&filter[city]=Paris", paris);
        assertFound("acmes&filter[city]=Paris");
    }

    @Test
    void the_customers_of_a_portal_user_are_searched_too() {
        long mine = tenant.customer("Acme one");
        tenant.customer("Acme two");
        tenant.contact(mine, Map.of("name", "Tia", "email", "tia@example.com"));
        assertStatus(tenant.json(Map.of("email", "tia@example.com")).put("/portal_users/tia"), 201);

        var found = tenant.request().get("/portal_users/tia/customers?q=acme");

        assertThat(ids(found)).containsExactly(mine);
        assertThat(found.header("X-Total-Count")).isEqualTo("1");
    }

    @Test
    void what_cannot_be_searched_for_is_refused_with_the_reason() {
        tenant.customer("100% Acme_x");
        for (var wrong : List.of(
                "%25",
                "*",
                "%00",
                "a%00",
                "%26%7C!%3A()%27%5C",
                "a".repeat(3_000),
                "%C2%BF",
                "1+2+3+4+5+6+7+8+9+10+11",
                "%C3%A9+1+2+3+4+5+6+7+8+9+10")) {
            assertInvalid(tenant.raw().get("/customers?q=" + wrong), "q");
        }
        assertInvalid(tenant.request().get("/customers/{id}/contacts?q=a", tenant.customer("B")), "q");
        assertInvalid(tenant.request().get("/customers?Q=a"), "Q");
        assertInvalid(tenant.request().get("/customers?q[]=a"), "q[]");
        assertStatus(tenant.request().get("/customers?quantity=1"), 200);
        for (var plain : List.of("100%25+acme_", "%25acme%25", "*acme*", "acme'%7C%7C'", "x%3A*")) {
            assertThat(ids(tenant.raw().get("/customers?q=" + plain))).as(plain).hasSize(1);
        }
    }

    private List<String> words(long customer) {
        return List.of(TestDatabase.text(
                        "select string_agg(word, ' ') from customer_word where business_id = ? and customer_id = ?",
                        tenant.id(),
                        customer)
                .split(" "));
    }

    private void assertPaged(String url, List<Long> expected) {
        var seen = new ArrayList<Long>();
        Response page = tenant.request().get(url);
        Response last = page;
        while (true) {
            assertStatus(page, 200).header("X-Total-Count", String.valueOf(expected.size()));
            seen.addAll(ids(page));
            var next = links(page).get("next");
            if (next == null) {
                break;
            }
            last = page;
            page = tenant.raw().get(next);
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(ids(tenant.raw().get(links(last).get("last")))).isEqualTo(ids(page));
        assertThat(ids(tenant.raw().get(links(page).get("previous")))).isEqualTo(ids(last));
    }

    private void assertFound(String q, Long... ids) {
        var found = tenant.request().get("/customers?q=" + q);
        assertStatus(found, 200);
        assertThat(ids(found)).as(q).containsExactly(ids);
        assertThat(found.header("X-Total-Count")).as(q).isEqualTo(String.valueOf(ids.length));
    }
}
