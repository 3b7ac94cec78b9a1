package dev.billing.customers.database;

import static dev.billing.customers.support.Eventually.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.billing.customers.support.ImpatientService;
import dev.billing.customers.support.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a database that is distributed by business finds the node of every statement by its parameters (docs/scaling.md). */
@QuarkusTest
@TestProfile(ImpatientService.class)
class StatementsTest {

    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:from|join|update|into)\\s+(customer|customer_by_contact|customer_total|customer_word|contact_total|contact|balance_entry|portal_user"
                    + "|idempotency_key|deleted_customer)\\b");
    private static final Pattern BUSINESS = Pattern.compile(
            "\\bbusiness_id\\s*=\\s*\\$[0-9]+|\\(\\w*\\.?business_id,\\s*\\w*\\.?id\\)\\s*(?:=|in)\\s*\\(+\\$[0-9]+"
                    + "|insert into \\w+(?: as \\w+)? \\([^)]*\\bbusiness_id\\b");
    private static final Pattern FUNCTION =
            Pattern.compile("\\b(?:customer_number_|customer_restore|idempotency_key_)[a-z_]*\\(");

    /** The deletion of what has expired, of all businesses, and what looks at columns only. */
    private static final Pattern OF_NO_BUSINESS = Pattern.compile("(created|deleted)_at <= \\$1|where 1=0");

    Collection<String> statements;

    private Tenant tenant;

    /** This service has its own start, and so little patience that it may need more than one attempt. */
    @BeforeEach
    void a_service_that_has_its_database() {
        await().until(() ->
                given().port(Tenant.managementPort()).get("/q/health/ready").statusCode() == 200);
        tenant = Tenant.create();
    }

    @Test
    void every_statement_names_the_business_of_each_of_its_tables_by_a_parameter() {
        useEverything();

        var ofTables = statements.stream()
                .map(sql -> sql.replace("\"", ""))
                .filter(sql -> TABLE.matcher(sql).find()
                        && !OF_NO_BUSINESS.matcher(sql).find())
                .toList();

        assertThat(ofTables.stream().flatMap(sql -> found(TABLE, sql)).map(table -> table.group(1)))
                .contains(
                        "customer",
                        "customer_by_contact",
                        "customer_total",
                        "contact_total",
                        "customer_word",
                        "contact",
                        "balance_entry",
                        "portal_user",
                        "idempotency_key",
                        "deleted_customer");
        assertThat(ofTables).allSatisfy(sql -> assertThat(found(BUSINESS, sql).count())
                .as(sql)
                .isGreaterThanOrEqualTo(found(TABLE, sql).count()));
    }

    @Test
    void functions_that_change_rows_get_the_business_as_their_first_parameter() {
        useEverything();

        assertThat(statements.stream().filter(sql -> FUNCTION.matcher(sql).find()))
                .isNotEmpty()
                .allSatisfy(sql -> assertThat(sql).matches("select [a-z_]+\\(\\$1[,)].*"));
    }

    private void useEverything() {
        // What a new database was migrated by is not of interest.
        statements.clear();
        long customer = tenant.customer(Map.of("name", "Acme", "number", "CUST-0001", "email", "a@example.com"));
        tenant.customer("Its number is taken first");
        tenant.customers("Another", "And another");
        long contact = tenant.contact(customer, Map.of("name", "Ann", "email", "ann@example.com"));
        tenant.json(Map.of("name", "Once")).header("Idempotency-Key", "one").post("/customers");
        tenant.json(Map.of("name", "Once")).header("Idempotency-Key", "one").post("/customers");
        tenant.json(Map.of("name", "B")).header("Idempotency-Key", "two").patch("/customers/{id}", customer);
        tenant.json(Map.of("name", "C")).put("/customers/by_number/N-1");
        tenant.json(Map.of("name", "D")).put("/customers/by_number/N-1");
        var entries = "/customers/{id}/balance_entries";
        var entry = Map.of("amount", 5, "reference", "R-1");
        tenant.json(entry).post(entries, customer);
        tenant.json(entry).post(entries, customer);
        tenant.json(Map.of("id", "cus_1")).put("/customers/{id}/stripe_customer", customer);
        tenant.json(Map.of("email", "ann@example.com")).put("/portal_users/ann");
        tenant.json(Map.of("name", "Anne")).patch("/customers/{id}/contacts/{contact}", customer, contact);
        for (var path : List.of(
                "/customers",
                "/customers?per_page=1&sort=name&filter[name]=B",
                "/customers?per_page=1&sort=email desc",
                "/customers?filter[city]=Nowhere",
                "/customers?per_page=1&q=cust other",
                "/customers?q=nowhere&sort=name&filter[name]=B",
                "/customers?per_page=1&envelope=0&metadata[plan]=gold",
                "/customers?updated_after=1&open_balance=1",
                "/customers/{id}",
                "/customers/{id}/contacts?per_page=1&expand=customer",
                "/customers/{id}/contacts?filter[email]=ann@example.com",
                "/contacts?per_page=1&sort=name",
                "/contacts?per_page=1&filter[email]=ANN@example.com&expand=customer",
                "/contacts?updated_after=1",
                "/customers/{id}/balance",
                "/customers/{id}/balance_entries?per_page=1&expand=customer",
                "/portal_users/ann",
                "/portal_users/ann/customers",
                "/customers/{id}/stripe_customer")) {
            var first = path.contains("{id}")
                    ? tenant.request().get(path, customer)
                    : tenant.request().get(path);
            followNext(first.header("Link"));
        }
        for (var path : List.of("/customers?filter[city]=Nowhere&sort=name", "/customers/{id}/contacts", "/events")) {
            var export = tenant.request().accept("text/csv");
            assertThat((path.contains("{id}") ? export.get(path, customer) : export.get(path)).statusCode())
                    .isEqualTo(200);
        }
        tenant.request().delete("/customers/{id}/contacts/{contact}", customer, contact);
        tenant.request().delete("/customers/{id}/stripe_customer", customer);
        tenant.request().delete("/portal_users/ann");
        tenant.request().delete("/customers/{id}", customer);
        tenant.request().post("/customers/{id}/restore", customer);
    }

    private void followNext(String links) {
        if (links != null && links.contains("rel=\"next\"")) {
            var next = found(Pattern.compile("<([^>]*)>; rel=\"next\""), links)
                    .map(link -> link.group(1))
                    .findFirst();
            tenant.request().urlEncodingEnabled(false).get(next.orElseThrow());
        }
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
