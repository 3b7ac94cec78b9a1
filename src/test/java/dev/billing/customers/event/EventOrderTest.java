package dev.billing.customers.event;

import static dev.billing.customers.support.Answers.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.billing.customers.support.AtOnce;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Readers see each event exactly once and in one order, although transactions commit in another order than they take ids. */
@ServiceTest
class EventOrderTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int WRITERS = 16;
    private static final int READERS = 3;
    private static final int CHANGES = 8;

    private final Tenant tenant = Tenant.create();

    @Test
    void an_event_is_not_handed_out_while_an_earlier_one_may_come() throws Exception {
        var ids = tenant.customers(2);
        try (var slow = TestDatabase.uncommitted(
                "update customer set name = 'Slow' where business_id = ? and id = ?", tenant.id(), ids.get(0))) {
            assertStatus(tenant.json("{\"name\": \"Fast\"}").patch("/customers/{id}", ids.get(1)), 200);

            assertThat(names("/events")).containsExactly("Customer 0", "Customer 1");
            assertThat(names("/events?after=0")).containsExactly("Customer 0", "Customer 1");
            assertThat(tenant.request().get("/events").header("X-Total-Count")).isEqualTo("2");
            slow.commit();
        }
        assertThat(names("/events")).containsExactly("Customer 0", "Customer 1", "Slow", "Fast");
        assertThat(names("/events?after=0")).containsExactly("Customer 0", "Customer 1", "Slow", "Fast");
    }

    @Test
    void an_open_transaction_of_another_business_holds_nothing_back() throws Exception {
        long id = tenant.customer("Acme");
        var other = Tenant.create();
        long theirs = other.customer("Other");
        try (var slow = TestDatabase.uncommitted(
                "update customer set name = 'Slow' where business_id = ? and id = ?", other.id(), theirs)) {
            assertStatus(tenant.json("{\"name\": \"Fast\"}").patch("/customers/{id}", id), 200);

            assertThat(names("/events")).containsExactly("Acme", "Fast");
            slow.rollback();
        }
    }

    @Test
    void a_transaction_that_changes_many_businesses_holds_back_each_of_them() throws Exception {
        var others = List.of(tenant, Tenant.create(), Tenant.create());
        others.forEach(one -> one.customer("Acme"));
        var ids = others.stream().map(one -> Long.toString(one.id())).toList();
        try (var slow = TestDatabase.uncommitted(
                "update customer set name = 'Slow' where business_id in (" + String.join(", ", ids) + ")")) {
            for (var one : others) {
                one.customer("Fast");
                assertThat(one.request().get("/events").<List<String>>path("events.object.name"))
                        .containsExactly("Acme");
            }
            slow.commit();
        }
        for (var one : others) {
            assertThat(one.request().get("/events").<List<String>>path("events.object.name"))
                    .containsExactly("Acme", "Slow", "Fast");
        }
    }

    @Test
    void what_is_rolled_back_leaves_no_event_and_holds_nothing_back() throws Exception {
        long id = tenant.customer("Acme");
        try (var slow =
                TestDatabase.uncommitted("update customer set name = 'Never' where business_id = ?", tenant.id())) {
            slow.rollback();
        }
        assertStatus(tenant.json("{\"name\": \"Fast\"}").patch("/customers/{id}", id), 200);
        assertThat(names("/events")).containsExactly("Acme", "Fast");
    }

    @Test
    void readers_that_follow_see_every_event_once_and_can_rebuild_the_tables_from_them() throws Exception {
        var writing = new AtomicInteger(WRITERS);
        List<Callable<List<Map<String, Object>>>> calls = new ArrayList<>();
        for (int n = 0; n < WRITERS; n++) {
            var random = new Random(n);
            boolean isSlow = n % 4 == 0;
            calls.add(() -> {
                try {
                    write(random, isSlow);
                    return List.of();
                } finally {
                    writing.decrementAndGet();
                }
            });
        }
        for (int n = 0; n < READERS; n++) {
            int size = 1 + n * 49;
            calls.add(() -> follow(size, writing));
        }

        var seen = AtOnce.atOnce(calls).subList(WRITERS, WRITERS + READERS);

        var stored = stored();
        assertThat(stored).hasSizeGreaterThan(WRITERS * CHANGES / 2);
        assertThat(seen).allSatisfy(events -> assertThat(ids(events)).isEqualTo(stored));
        assertCopyEqualsTables(seen.get(0));
    }

    /** Changes of all kinds, to what other writers change too. */
    private void write(Random random, boolean isSlow) throws SQLException {
        for (int n = 0; n < CHANGES; n++) {
            var known = TestDatabase.number(
                    "select coalesce((select id from customer where business_id = ? order by random() limit 1), 0)",
                    tenant.id());
            if (isSlow) {
                slowly(known, random.nextInt(30));
                continue;
            }
            switch (known == 0 ? 0 : random.nextInt(9)) {
                case 0, 1 ->
                    tenant.json(Map.of("name", "Customer " + random.nextInt(), "notes", "n"))
                            .post("/customers");
                case 2, 3 ->
                    tenant.json(Map.of("name", "Edited " + random.nextInt())).patch("/customers/{id}", known);
                case 4 ->
                    tenant.json(Map.of("name", "Contact " + random.nextInt(), "email", "a@example.com"))
                            .post("/customers/{id}/contacts", known);
                case 5, 6 ->
                    tenant.json(Map.of("amount", random.nextInt(5), "reference", "R" + random.nextInt()))
                            .post("/customers/{id}/balance_entries", known);
                case 7 -> {
                    tenant.request().delete("/customers/{id}", known);
                    if (random.nextBoolean()) {
                        tenant.request().post("/customers/{id}/restore", known);
                    }
                }
                default ->
                    tenant.json(Map.of("email", random.nextInt() + "@example.com"))
                            .put("/portal_users/" + random.nextInt(4));
            }
        }
    }

    /** Takes the ids of events long before it commits. Another writer may have deleted the customer. */
    private void slowly(long customer, int millis) throws SQLException {
        try (var transaction = TestDatabase.uncommitted(
                        "update customer set phone = ? where business_id = ? and id = ?",
                        Integer.toString(millis),
                        tenant.id(),
                        customer);
                var more = transaction.createStatement()) {
            more.execute("select pg_sleep(" + millis / 1000.0 + ")");
            more.execute("insert into contact (business_id, customer_id, name, created_at) "
                    + "select business_id, id, 'Slow', 0 from customer where business_id = " + tenant.id()
                    + " and id = "
                    + customer);
            transaction.commit();
        }
    }

    private List<Map<String, Object>> follow(int size, AtomicInteger writing) {
        var seen = new ArrayList<Map<String, Object>>();
        var link = "/events?after=0&wait=1&per_page=" + size;
        boolean isLast;
        List<Map<String, Object>> page;
        do {
            isLast = writing.get() == 0;
            var answer = tenant.raw().get(link);
            assertStatus(answer, 200);
            page = rows(answer, "events");
            seen.addAll(page);
            link = answer.header("Link").replaceAll("<([^>]*)>.*", "$1");
        } while (!isLast || !page.isEmpty());
        return seen;
    }

    /** Faster than REST-assured's paths, which would keep the readers behind the writers. */
    private static List<Map<String, Object>> rows(Response answer, String name) {
        try {
            return JSON.convertValue(
                    JSON.readTree(answer.asByteArray()).get(name), new TypeReference<List<Map<String, Object>>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertCopyEqualsTables(List<Map<String, Object>> events) {
        var copy = new HashMap<String, Map<String, Map<String, Object>>>();
        for (var kind : List.of("customer", "contact", "balance_entry", "portal_user")) {
            copy.put(kind, new TreeMap<>());
        }
        events.forEach(event -> apply(event, copy));

        assertThat(copy.get("customer")).isEqualTo(listed("/customers", "customers"));
        var contacts = new TreeMap<String, Map<String, Object>>();
        var entries = new TreeMap<String, Map<String, Object>>();
        for (var id : copy.get("customer").keySet()) {
            contacts.putAll(listed("/customers/" + id + "/contacts", "contacts"));
            entries.putAll(listed("/customers/" + id + "/balance_entries", "balance_entries"));
        }
        assertThat(copy.get("contact")).isEqualTo(contacts);
        assertThat(copy.get("balance_entry")).isEqualTo(entries);
        copy.get("portal_user").forEach((id, user) -> assertThat(user.get("email"))
                .isEqualTo(TestDatabase.text(
                        "select email from portal_user where business_id = ? and id = ?", tenant.id(), id)));
    }

    /** What a program does that keeps a copy (docs/events.md). */
    private static void apply(Map<String, Object> event, Map<String, Map<String, Map<String, Object>>> copy) {
        var type = ((String) event.get("type")).split("\\.");
        @SuppressWarnings("unchecked")
        var object = (Map<String, Object>) event.get("object");
        var id = object.get("id").toString();
        if (type[1].equals("deleted")) {
            copy.get(type[0]).remove(id);
            if (type[0].equals("customer")) {
                copy.get("balance_entry")
                        .values()
                        .removeIf(entry -> entry.get("customer").toString().equals(id));
            }
            return;
        }
        copy.get(type[0]).put(id, object);
        if (event.get("type").equals("balance_entry.created")) {
            var customer = copy.get("customer").get(object.get("customer").toString());
            customer.put("balance", object.get("balance"));
            if (new BigDecimal(object.get("amount").toString()).signum() != 0) {
                customer.put("updated_at", object.get("created_at"));
            }
        }
    }

    private Map<String, Map<String, Object>> listed(String path, String name) {
        var all = new TreeMap<String, Map<String, Object>>();
        long total = Long.parseLong(tenant.request().get(path + "?per_page=1").header("X-Total-Count"));
        IntStream.rangeClosed(1, (int) (total / 100) + 1)
                .mapToObj(page -> rows(tenant.request().get(path + "?page=" + page), name))
                .forEach(page -> page.forEach(row -> all.put(row.get("id").toString(), row)));
        assertThat(all).hasSize((int) total);
        return all;
    }

    private List<String> names(String path) {
        return tenant.raw().get(path).path("events.object.name");
    }

    private static List<Long> ids(List<Map<String, Object>> events) {
        return events.stream()
                .map(event -> Long.valueOf(event.get("id").toString()))
                .toList();
    }

    private List<Long> stored() throws SQLException {
        try (var connection = TestDatabase.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select id from event where business_id = " + tenant.id() + " order by id")) {
            var ids = new ArrayList<Long>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }
}
