package dev.billing.customers.query;

import static dev.billing.customers.support.Answers.assertInvalid;
import static dev.billing.customers.support.Answers.assertStatus;
import static dev.billing.customers.support.ListAnswers.ids;
import static dev.billing.customers.support.ListAnswers.links;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that do not ask for equality. */
@ServiceTest
class OperatorsTest {

    private final Tenant tenant = Tenant.create();

    @ParameterizedTest
    @CsvSource({
        "filter[balance][gt]=100, 3",
        "filter[balance][gte]=100, 2 3",
        "filter[balance][lt]=100.00, 0 1",
        "filter[balance][lte]=100.0, 0 1 2",
        "filter[balance][gte]=-5&filter[balance][lt]=100, 0 1",
        "filter[balance][gte]=100&filter[balance][lt]=100, ''",
        "filter[balance][gt]=0&filter[balance]=100, 2",
        "filter[balance][ne]=100, 0 1 3",
        "filter[balance][ne]=100&filter[balance][gt]=0, 3",
        "filter[created_at][gte]=1001&filter[created_at][lt]=1003, 1 2",
        "filter[updated_at][gt]=1, 1",
        "filter[updated_at][ne]=2000, 0 2 3",
        "filter[updated_at][ne]=, 1",
        "'filter={\"balance\":{\"gte\":0,\"lt\":500}}', 1 2",
        "'filter={\"balance\":{\"gte\":0,\"lt\":500},\"created_at\":{\"gt\":1001}}', 2",
        "'filter={\"balance\":{\"gt\":-10,\"ne\":0},\"name\":\"C\"}', 2",
        "'filter={\"updated_at\":{\"ne\":null}}', 1",
        "filter[number][ne]=N-1, 0 2 3",
        "updated_before=1002, 0",
        "updated_before=2001&updated_after=1001, 1 2 3",
        "open_balance=1&filter[balance][lt]=500, 2"
    })
    void numbers_and_times_are_compared(String query, String expected) {
        var customers = new ArrayList<Long>();
        for (int i = 0; i < 4; i++) {
            customers.add(tenant.customer(Map.of("name", "" + (char) ('A' + i), "number", "N-" + i)));
        }
        TestDatabase.execute("update customer set balance = case number when 'N-0' then -5 when 'N-1' then 0 "
                + "when 'N-2' then 100 else 500.25 end, created_at = 1000 + right(number, 1)::bigint, "
                + "updated_at = case number when 'N-1' then 2000 end where business_id = " + tenant.id());

        assertListed(
                query,
                Stream.of(expected.split(" "))
                        .filter(place -> !place.isEmpty())
                        .map(place -> customers.get(Integer.parseInt(place)))
                        .toList());
    }

    @Test
    void texts_begin_with_something_in_whatever_case() {
        long acme = tenant.customer(Map.of("name", "Acme Inc", "number", "INV-1", "email", "Billing@Acme.example"));
        long acne = tenant.customer(Map.of("name", "ACNE", "number", "inv-2", "email", "billing@ACNE.example"));
        long street = tenant.customer(Map.of("name", "Straße Éclair", "number", "S 100%_"));
        long greek = tenant.customer(Map.of("name", "ΟΔΟΣ Αθηνών"));

        assertListed("filter[name][starts_with]=ac", List.of(acme, acne));
        assertListed("filter[name][starts_with]=ACME i", List.of(acme));
        assertListed("filter[name][starts_with]=Inc", List.of());
        assertListed("filter[name][starts_with]=strasse é", List.of(street));
        assertListed("filter[name][starts_with]=οδος", List.of(greek));
        assertListed("filter[name][starts_with]=%25", List.of());
        assertListed("filter[name][starts_with]=_", List.of());
        assertListed("filter[number][starts_with]=inv-", List.of(acme, acne));
        assertListed("filter[number][starts_with]=s 100%25_", List.of(street));
        assertListed("filter[email][starts_with]=BILLING@ac", List.of(acme, acne));
        assertListed("filter[name][starts_with]=ac&filter[number]=inv-2", List.of(acne));
        assertListed("filter={\"name\":{\"starts_with\":\"AC\"}}", List.of(acme, acne));
    }

    @Test
    void texts_have_something_in_them_in_whatever_case() {
        long acme = tenant.customer(Map.of("name", "The Acme Inc", "email", "Billing@Acme.example"));
        long acne = tenant.customer(Map.of("name", "100%_\\ ACNE", "email", "b@x.acNE.example"));
        long street = tenant.customer(Map.of("name", "Große Straße 東京都庁"));
        Tenant.create().customer("The Acme Inc");

        assertListed("filter[name][contains]=cme", List.of(acme));
        assertListed("filter[name][contains]=E INC", List.of(acme));
        assertListed("filter[name][contains]= ac", List.of(acme, acne));
        assertListed("filter[name][contains]=100%25_\\", List.of(acne));
        assertListed("filter[name][contains]=c_e", List.of());
        assertListed("filter[name][contains]=a%25e", List.of());
        assertListed("filter[name][contains]=OSSE S", List.of(street));
        assertListed("filter[name][contains]=京都庁", List.of(street));
        assertListed("filter[name][contains]=cme the", List.of());
        assertListed("filter[email][contains]=.ACN", List.of(acne));
        assertListed("filter[email][contains]=.example&filter[name][contains]=the", List.of(acme));
        assertListed("filter={\"name\":{\"contains\":\"the\",\"starts_with\":\"x\"}}", List.of());
        assertStatus(tenant.json("{\"name\": \"Renamed\"}").patch("/customers/" + acme), 200);
        assertListed("filter[name][contains]=acme", List.of());
        assertListed("filter[name][contains]=named", List.of(acme));
    }

    @Test
    void an_address_is_found_however_it_is_written() {
        long ann = tenant.customer(Map.of("name", "A", "email", "Ann@Example.com"));
        long jorg = tenant.customer(Map.of("name", "B", "email", "JÖRG@bücher.example"));
        long contact = tenant.contact(ann, Map.of("name", "C", "email", "JÖRG@bücher.example"));

        assertListed("filter[email]=aNN@eXAMPLE.COM", List.of(ann));
        assertListed("filter[email]=jörg@XN--BCHER-KVA.example", List.of(jorg));
        assertListed("filter={\"email\":[\"ANN@example.com\",\"jo\u0308rg@bücher.example\"]}", List.of(ann, jorg));
        for (var start :
                List.of("jÖr", "jörg@b", "Jörg@BÜ", "jörg@bücher", "jörg@bücher.ex", "jörg@xn--bcher-kva.example")) {
            assertListed("filter[email][starts_with]=" + start, List.of(jorg));
        }
        for (var part : List.of("BÜC", "cher", "@bü", "rg@bücher.e")) {
            assertListed("filter[email][contains]=" + part, List.of(jorg));
        }
        assertListed("filter[email][ne]=ANN@example.com", List.of(jorg));
        var contacts = "/customers/" + ann + "/contacts?filter[email]=";
        assertThat(get(contacts + "jörg@bücher.example").jsonPath().getList("contacts.id", Long.class))
                .containsExactly(contact);
        assertStatus(tenant.json("{\"email\": \"other@example.com\"}").patch("/customers/" + jorg), 200);
        assertListed("filter[email]=jörg@bücher.example", List.of());
        assertListed("filter[email]=OTHER@example.com", List.of(jorg));
        TestDatabase.execute("update customer set email = 'By@SQL.example' where id = " + ann);
        assertListed("filter[email]=by@sql.example", List.of(ann));
    }

    @Test
    void pages_of_a_filter_with_an_operator_are_linked_and_their_links_are_for_this_operator() {
        tenant.customers(IntStream.range(0, 25).mapToObj(n -> "Name " + n).toArray(String[]::new));
        for (var query : List.of(
                "filter[name][starts_with]=name&sort=name desc",
                "filter[id][gt]=0",
                "filter[name][ne]=x&sort=created_at")) {
            var seen = new ArrayList<Long>();
            for (String url = url("/customers?per_page=7&" + query); url != null; ) {
                var page = tenant.raw().get(url);
                assertStatus(page, 200).header("X-Total-Count", "25");
                seen.addAll(ids(page));
                url = links(page).get("next");
            }
            assertThat(seen).as(query).hasSize(25).doesNotHaveDuplicates();
        }
        var next = links(get("/customers?per_page=7&filter[id][gt]=0")).get("next");
        assertThat(next).contains("[gt]=0");
        assertInvalid(tenant.raw().get(next.replace("[gt]", "[gte]")), "cursor");
        assertInvalid(tenant.raw().get(next.replace("[gt]=0", "[gt]=1")), "cursor");
    }

    @Test
    void totals_are_exact_whatever_is_excluded() {
        var ids = tenant.customers(12);
        tenant.contact(ids.get(0), Map.of("name", "A", "email", "a@example.com"));
        tenant.contact(ids.get(0), Map.of("name", "B"));

        assertThat(get("/customers?per_page=1&filter[id][ne]=" + ids.get(3)).header("X-Total-Count"))
                .isEqualTo("11");
        assertThat(get("/customers?per_page=1&filter[id][ne]=" + ids.get(3) + "&filter[name][ne]=Customer 3")
                        .header("X-Total-Count"))
                .isEqualTo("11");
        assertThat(get("/customers?per_page=1&filter[id][ne]=" + ids.get(3) + "&filter[name][ne]=Customer 4")
                        .header("X-Total-Count"))
                .isEqualTo("10");
        assertThat(get("/customers?per_page=1&filter[id][ne]=1&filter[name]=Customer 4")
                        .header("X-Total-Count"))
                .isEqualTo("1");
        assertThat(get("/customers?page=100&filter[email][ne]=a@example.com").header("X-Total-Count"))
                .isEqualTo("12");
        assertThat(get("/customers/" + ids.get(0) + "/contacts?filter[email][ne]=A@example.com")
                        .header("X-Total-Count"))
                .isEqualTo("1");
        assertThat(get("/events?filter[id][gt]=0").header("X-Total-Count")).isEqualTo("14");
        assertThat(get("/events?filter[id][ne]=1").header("X-Total-Count")).isEqualTo("14");
    }

    @ParameterizedTest
    @CsvSource({
        "/contacts?filter[name][contains]=abc, filter[name][contains], contains",
        "/events?filter[type][starts_with]=c, filter[type][starts_with], starts_with"
    })
    void an_operator_that_no_property_of_a_list_has_is_refused_with_these_words(
            String url, String param, String operator) {
        var answer = get(url);

        assertInvalid(answer, param);
        answer.then().body("message", equalTo("'" + operator + "' can be used with no property of this list."));
    }

    @ParameterizedTest
    @CsvSource({
        "filter[city][starts_with]=x, filter[city][starts_with], 'number, name, email'",
        "filter[name][gt]=x, filter[name][gt], 'created_at, updated_at, id, balance'",
        "filter[balance][starts_with]=1, filter[balance][starts_with], 'number, name, email'",
        "filter[city][ne]=x, filter[city][ne], 'balance'",
        "filter[name][like]=x, filter[name][like], 'gt, gte, lt, lte, ne, starts_with, contains'",
        "filter[name][]x]=x, filter[name][]x], 'gt, gte'",
        "filter[colour][gt]=1, filter[colour][gt], 'created_at, updated_at'",
        "filter[balance][gte]=x, filter[balance][gte], decimal",
        "filter[balance][gte]=, filter[balance][gte], one value",
        "filter[balance][gte][]=1&filter[balance][gte][]=2, filter[balance][gte], one value",
        "filter[name][starts_with]=, filter[name][starts_with], one value",
        "filter[name][starts_with]=%00, filter[name][starts_with], text",
        "filter[balance][gte]=1&filter[balance][gte]=2, filter[balance][gte], twice",
        "'filter={\"balance\":{}}', filter[balance], 'gt, gte'",
        "'filter={\"balance\":{\"gte\":\"1\"}}', filter[balance][gte], decimal",
        "'filter={\"balance\":{\"gte\":null}}', filter[balance][gte], one value",
        "'filter={\"balance\":{\"gte\":[1]}}', filter[balance][gte], one value",
        "'filter={\"balance\":{\"gte\":{\"gte\":1}}}', filter[balance][gte], one value",
        "'filter={\"balance\":{\"between\":1}}', filter[balance][between], 'gt, gte'",
        "'filter={\"balance\":{\"gte\":1e999999999}}', filter[balance][gte], decimal",
        "'filter={\"name\":[{\"starts_with\":\"A\"}]}', filter[name], text",
        "filter[name][contains]=ab, filter[name][contains], 3 to 255",
        "filter[number][contains]=abc, filter[number][contains], 'name, email'",
        "updated_before=x, updated_before, UNIX",
        "updatedBefore=1, updatedBefore, updated_before"
    })
    void what_an_operator_cannot_do_is_refused_with_what_it_can(String query, String param, String advice) {
        var answer = get("/customers?" + query);
        assertInvalid(answer, param);
        assertThat(answer.jsonPath().getString("message")).contains(advice.split(", "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata[plan][ne]=x",
                "filter[metadata.plan][starts_with]=x",
                "filter={\"metadata.plan\":{\"ne\":\"x\"}}"
            })
    void metadata_is_compared_for_equality_alone(String query) {
        var answer = get("/customers?envelope=0&" + query);
        assertStatus(answer, 400);
        assertThat(answer.jsonPath().getString("message")).contains("can be used with");
    }

    private void assertListed(String query, List<Long> expected) {
        for (var envelope : List.of("1", "0")) {
            // In the bare representation a customer that was never edited has its time of creation.
            if (envelope.equals("1") || !query.contains("updated_at")) {
                var list = get("/customers?" + query + "&envelope=" + envelope);
                assertStatus(list, 200).header("X-Total-Count", String.valueOf(expected.size()));
                assertThat(list.jsonPath().getList(envelope.equals("1") ? "customers.id" : "id", Long.class))
                        .as(query)
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    private Response get(String url) {
        return tenant.raw().get(url(url));
    }

    private static String url(String url) {
        return Pattern.compile("[^!-~]+|[\"{}\\\\]")
                .matcher(url)
                .replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8));
    }
}
