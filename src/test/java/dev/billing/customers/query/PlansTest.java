package dev.billing.customers.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.billing.customers.balance.Ledger;
import dev.billing.customers.contact.Contacts;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.event.EventTable;
import dev.billing.customers.support.ServiceTest;
import dev.billing.customers.support.Tenant;
import dev.billing.customers.support.TestDatabase;
import dev.billing.customers.url.UrlParameters;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL answers what people look customers up by, on a large table: by an index, reading no more than the page. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlansTest {

    private static final Map<String, String> FOUND_CUSTOMERS = Map.of(
            "id", "77",
            "number", "N-777",
            "name", "Name 77",
            "email", "a77@example.com",
            "created_at", "1400000077",
            "updated_at", "1500000070",
            "balance", "77",
            "stripe_customer", "cus_76");

    /** A million with {@code -DargLine=-Dplans.customers=1000000}, which takes minutes. */
    private static final int CUSTOMERS = Integer.getInteger("plans.customers", 60_000);

    private static final int SIZE = 10;
    private static final String[] SCANS = {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"};

    private static final String FILL_CUSTOMERS = """
            insert into customer (business_id, number, name, email, balance, created_at, updated_at, stripe_customer, metadata)
            select %1$d, 'N-' || n, 'Name ' || n %% (%2$d / 3), case when n %% 3 > 0 then 'a' || n %% (%2$d / 20 * 3) || '@example.com' end,
                   case when n %% 2 = 0 then 0 else n %% (%2$d / 12) end, 1400000000 + n / 10,
                   case when n %% 10 = 0 then 1500000000 + n %% (%2$d / 60) end, case when n %% 4 = 0 then 'cus_' || n end,
                   case when n %% 2 = 0 then jsonb_build_object('plan', 'p' || n %% (%2$d / 10), 'side', 'left') end
            from generate_series(1, %2$d) as n
            """;

    private static final String FILL_CONTACTS = """
            insert into contact (business_id, customer_id, name, email, email_key, created_at)
            select business_id, id, 'Contact ' || n, 'c' || n || '@example.com', 'c' || n || '@example.com', 0
            from customer, generate_series(1, case when number = 'N-1' then 20000 else 1 end) as n
            where business_id = %d
            """;

    private static final String FILL_LEDGER = """
            insert into balance_entry (business_id, id, customer_id, amount, reference, balance, created_at)
            select business_id, nextval('balance_entry_id_seq'), id, 0, 'R-' || n, 0, 0
            from customer, generate_series(1, case when number = 'N-1' then 20000 else 20 end) as n
            where business_id = %d and (number = 'N-1' or number like 'N-11%%')
            """;

    /** In the future, because old events are deleted. */
    private static final String FILL_EVENTS = """
            insert into event (business_id, created_at, type, customer_id, object, key_id)
            select %1$d, 4000000000 + n / 10,
                   case n %% (%2$d / 20) when 0 then 'customer.deleted' when 1 then 'customer.restored'
                       else (array['customer.updated', 'customer.created', 'contact.created'])[1 + n %% 3] end,
                   n %% (%2$d / 10), '{}', case when n %% 2 = 0 then n %% (%2$d / 20) end
            from generate_series(1, %2$d) as n
            """;

    private Tenant tenant;
    private Connection connection;
    private Scope scope;
    private Scope ofCustomer;

    @BeforeAll
    void connect() throws SQLException {
        assumeFalse(TestDatabase.isDistributed(), "Left out: the plans of a distributed table are others.");
        connection = TestDatabase.connect();
    }

    @BeforeEach
    void a_large_table() throws SQLException {
        if (tenant != null) {
            return;
        }
        tenant = Tenant.create();
        try (var statement = connection.createStatement()) {
            // No events: they would take as long as all the rest.
            statement.execute("set customers.events = off");
            statement.execute(FILL_CUSTOMERS.formatted(tenant.id(), CUSTOMERS));
            statement.execute("vacuum analyze customer");
            statement.execute(FILL_CONTACTS.formatted(tenant.id()));
            // Without triggers: 20 000 moves of one balance in a single transaction would take minutes.
            statement.execute("set session_replication_role = replica");
            statement.execute(FILL_LEDGER.formatted(tenant.id()));
            statement.execute("reset session_replication_role");
            statement.execute(FILL_EVENTS.formatted(tenant.id(), CUSTOMERS));
            statement.execute("vacuum analyze event");
            statement.execute("vacuum analyze contact, customer_total, balance_entry, customer_word");
            scope = Scope.of("business_id", tenant.id());
            var id = statement.executeQuery(
                    "select id from customer where number = 'N-1' and business_id = " + tenant.id());
            id.next();
            ofCustomer = scope.and("customer_id", id.getLong(1));
        }
    }

    @AfterAll
    void disconnect() throws SQLException {
        if (connection == null) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("delete from customer where business_id = " + tenant.id());
            statement.execute("delete from event where business_id = " + tenant.id());
        }
        connection.close();
    }

    @Test
    void a_customer_is_fetched_by_its_key() throws Exception {
        assertCheap(RowStatements.find(Customers.TABLE, scope, Customers.ID, 1L), 1);
    }

    static Stream<String> ordersOfCustomers() {
        return orders(Customers.TABLE);
    }

    static Stream<String> ordersOfContacts() {
        return orders(Contacts.TABLE);
    }

    static Stream<String> ordersOfLedgers() {
        return orders(Ledger.TABLE);
    }

    /** All orders that an index is declared for, and the order of the key. */
    private static <T> Stream<String> orders(ListTable<T> table) {
        return Stream.concat(
                Stream.of(""),
                table.layout().properties().stream()
                        .filter(ListProperty::isOrdered)
                        .flatMap(property -> Stream.of(property.name(), property.name() + " desc")));
    }

    @ParameterizedTest
    @MethodSource("ordersOfCustomers")
    void customers_are_listed_in_this_order(String sort) throws Exception {
        assertPages(Customers.TABLE, scope, sort);
    }

    @ParameterizedTest
    @MethodSource("ordersOfContacts")
    void contacts_of_a_customer_are_listed_in_this_order(String sort) throws Exception {
        assertPages(Contacts.TABLE, ofCustomer, sort);
    }

    @Test
    void each_property_of_customers_that_an_index_finds_is_looked_for() {
        var found = Customers.TABLE.layout().properties().stream()
                .filter(property -> property.isFound() && !property.hasMembers())
                .map(ListProperty::name);
        assertThat(FOUND_CUSTOMERS.keySet()).containsExactlyInAnyOrderElementsOf(found.toList());
    }

    static Stream<Map.Entry<String, String>> foundCustomers() {
        return FOUND_CUSTOMERS.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("foundCustomers")
    void customers_are_found_by_this_property(Map.Entry<String, String> filter) throws Exception {
        var list = plan(Customers.TABLE, scope, "filter[" + filter.getKey() + "]=" + filter.getValue());
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), 100);
    }

    @ParameterizedTest
    @MethodSource("foundCustomers")
    void customers_with_one_of_two_values_are_found_in_any_order(Map.Entry<String, String> filter) throws Exception {
        var name = "filter[" + filter.getKey() + "]";
        var another = filter.getValue().replace("77", "78").replace("76", "80");
        for (var values : List.of(
                name + "=" + filter.getValue(), name + "[]=" + filter.getValue() + "&" + name + "[]=" + another)) {
            for (var sort : List.of("", "&sort=name desc", "&sort=balance")) {
                var list = plan(Customers.TABLE, scope, values + sort);
                assertCheap(list.count(), 200);
                for (var plan : plans(list.read(list.byNumber(), 60))) {
                    assertThat(nodes(plan, "Seq Scan"))
                            .as(plan.toPrettyString())
                            .isEmpty();
                    assertThat(rowsRead(plan)).as(plan.toPrettyString()).isLessThanOrEqualTo(400);
                }
            }
        }
    }

    @Test
    void customers_are_found_by_their_metadata() throws Exception {
        var list = barePlan("metadata[plan]=p70");
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), SIZE);
    }

    @Test
    void customers_are_found_by_metadata_that_many_of_them_have() throws Exception {
        var list = barePlan("metadata[side]=left&metadata[plan]=p70&sort=name");
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), SIZE);
    }

    @Test
    void customers_with_metadata_that_half_of_them_have_are_read_in_their_order() throws Exception {
        var list = barePlan("metadata[side]=left&sort=name");
        for (var plan : plans(list.read(list.byNumber(), CUSTOMERS / 2))) {
            assertThat(nodes(plan, "Sort", "Seq Scan"))
                    .as(plan.toPrettyString())
                    .isEmpty();
        }
    }

    @Test
    void customers_are_found_by_the_time_of_their_last_change() throws Exception {
        var list = plan(Customers.TABLE, scope, "updated_after=" + (1_500_000_000 + CUSTOMERS / 60 - 12));
        assertCheap(list.count(), 100);
        for (var plan : plans(list.read(list.byNumber(), 60))) {
            assertThat(rowsRead(plan)).as(plan.toPrettyString()).isBetween(60.0, 200.0);
        }
        var sorted = barePlan("sort=updated_at desc");
        assertCheap(sorted.read(sorted.byNumber()), SIZE);
        assertCheap(barePlan("filter[updated_at]=1400000001").count(), SIZE);
        for (var segment : sorted.byCursor(Cursor.after(List.of(1_500_000_000L, 1L)), SIZE)) {
            assertCheap(sorted.read(segment), SIZE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter[balance][gt]=4900&filter[balance][lte]=4912",
                "filter[created_at][gte]=1400000770&filter[created_at][lt]=1400000772",
                "filter[updated_at][gte]=1500000070&filter[updated_at][lt]=1500000071",
                "filter[id][lt]=0",
                "filter[name][starts_with]=nAME 777",
                "filter[number][starts_with]=n-777",
                "filter[email][starts_with]=A77@",
                "filter[name][contains]=aME 777",
                "filter[email][contains]=a777@exaMPLE",
                "updated_before=1400000002"
            })
    void customers_are_found_by_an_operator(String query) throws Exception {
        for (var sort : List.of("", "&sort=name desc")) {
            var list = plan(Customers.TABLE, scope, query + sort);
            assertCheap(list.count(), 1200);
            for (var plan : plans(list.read(list.byNumber(), 60))) {
                assertThat(nodes(plan, "Seq Scan")).as(plan.toPrettyString()).isEmpty();
                assertThat(rowsRead(plan)).as(plan.toPrettyString()).isLessThanOrEqualTo(1200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"balance]", "created_at]", "name]", "number]", "email]", "id]"})
    void customers_with_another_value_are_the_total_less_those_that_have_it(String property) throws Exception {
        var list = plan(Customers.TABLE, scope, "filter[" + property + "[ne]=77");
        assertCheap(list.count(), 100);
        assertCheap(list.read(list.byNumber(), CUSTOMERS - 10), SIZE + 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter[balance][gte]=0&sort=balance",
                "filter[name][starts_with]=name",
                "filter[created_at][gt]=0&sort=created_at desc",
                "filter[balance][gte]=0&filter[balance][lt]=1000000",
                "filter[id][gt]=0&filter[id][lt]=9000000000000000000&sort=name",
                "filter[number][starts_with]=n&filter[email][ne]=x",
                "filter[name][contains]=ame"
            })
    void many_customers_that_an_operator_finds_are_read_in_their_order(String query) throws Exception {
        var list = plan(Customers.TABLE, scope, query);
        assertCheap(list.read(list.byNumber(), CUSTOMERS), SIZE);
    }

    @Test
    void customers_are_found_by_an_open_balance() throws Exception {
        var list = plan(Customers.TABLE, scope, "open_balance=1&sort=balance desc");
        assertCheap(list.read(list.byNumber(), CUSTOMERS / 2), SIZE);
    }

    @Test
    void contacts_are_found_by_email() throws Exception {
        var list = plan(Contacts.TABLE, ofCustomer, "filter[email]=c77@example.com");
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), 1);
    }

    static Stream<String> ordersOfAllContacts() {
        return orders(Contacts.OF_BUSINESS);
    }

    @ParameterizedTest
    @MethodSource("ordersOfAllContacts")
    void contacts_of_all_customers_are_listed_in_this_order(String sort) throws Exception {
        assertPages(Contacts.OF_BUSINESS, scope, sort);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email]=C19077@Example.com",
                "email][]=c19077@example.com&filter[email][]=C19078@example.com",
                "customer]=%d"
            })
    void contacts_of_all_customers_are_found_by_this_property(String filter) throws Exception {
        var another = TestDatabase.number("select max(id) from customer where business_id = ?", tenant.id());
        var list = plan(Contacts.OF_BUSINESS, scope, "filter[" + filter.formatted(another));
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), SIZE);
    }

    @Test
    void contacts_of_all_customers_are_found_by_the_time_of_their_last_change() throws Exception {
        var list = plan(Contacts.OF_BUSINESS, scope, "updated_after=1500000000");
        assertCheap(list.count(), SIZE);
        assertCheap(list.read(list.byNumber(), 5), SIZE);
    }

    @Test
    void the_total_of_all_contacts_is_a_sum_of_few_rows() throws Exception {
        assertCheap(plan(Contacts.OF_BUSINESS, scope, "").count(), 32);
    }

    @ParameterizedTest
    @MethodSource("ordersOfLedgers")
    void a_ledger_is_listed_in_this_order(String sort) throws Exception {
        assertPages(Ledger.TABLE, ofCustomer, sort);
    }

    @Test
    void a_balance_entry_is_found_by_its_reference() throws Exception {
        var list = plan(Ledger.TABLE, ofCustomer, "filter[reference]=R-77");
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), 1);
    }

    @Test
    void the_contacts_and_customers_of_a_portal_user_are_found_by_the_address() throws Exception {
        var contacts = plan(Contacts.TABLE, scope.and("email_key", "c77@example.com"), "");
        var customers = plan(
                Customers.TABLE.from("customer_by_contact"), scope.and("contact_email_key", "c77@example.com"), "");
        for (var list : List.of(contacts, customers)) {
            assertCheap(list.read(list.byNumber()), SIZE);
            assertCheap(list.count(), 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sort=name desc", "&sort=balance"})
    void the_customers_of_a_portal_user_are_not_compared_with_all_that_a_filter_finds(String sort) throws Exception {
        var customers = plan(
                Customers.TABLE.from("customer_by_contact"),
                scope.and("contact_email_key", "c1@example.com"),
                "filter[balance]=77" + sort);
        for (var sql : List.of(customers.count(), customers.read(customers.byNumber()))) {
            for (var plan : plans(sql)) {
                assertThat(rowsRead(plan)).as(plan.toPrettyString()).isLessThanOrEqualTo(3 * CUSTOMERS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=777", "q=777 n", "q=name 19777", "q=77&sort=name", "q=name 77&filter[balance]=0"})
    void a_search_reads_the_entries_of_its_words_and_no_more_rows_than_match(String query) throws Exception {
        for (var plan : plans(search(query, false, 2_000))) {
            assertThat(nodes(plan, "Seq Scan")).as(plan.toPrettyString()).isEmpty();
            for (var scan : nodes(plan, "Index Only Scan")) {
                assertThat(scan.path("Actual Rows").asDouble())
                        .as(plan.toPrettyString())
                        .isLessThanOrEqualTo(2_001);
            }
            for (var scan : nodes(plan, "Index Scan", "Bitmap Heap Scan")) {
                var read = scan.path("Actual Rows").asDouble()
                        * scan.path("Actual Loops").asDouble();
                assertThat(read).as(plan.toPrettyString()).isLessThanOrEqualTo(700);
            }
        }
    }

    @Test
    void words_with_a_typing_error_are_looked_up_in_the_index() throws Exception {
        for (var plan : plans(search("q=exmaple nmae 77", true, 2_000))) {
            assertThat(nodes(plan, "Seq Scan")).as(plan.toPrettyString()).isEmpty();
        }
    }

    @Test
    void what_all_customers_have_is_searched_for_with_an_exact_total() {
        assumeFalse(TestDatabase.isDistributed());
        assumeFalse(CUSTOMERS > 60_000, "Counting so many can take longer than a search may.");
        for (var query : List.of(
                "q=name&per_page=2",
                "q=na&per_page=2&sort=id",
                "q=name n&per_page=2",
                "q=name n&per_page=2&sort=name")) {
            tenant.request().get("/customers?" + query).then().header("X-Total-Count", String.valueOf(CUSTOMERS));
        }
        tenant.request().get("/customers?q=name n&filter[number]=N-777").then().header("X-Total-Count", "1");
        tenant.request()
                .get("/customers?q=nmae n&per_page=2")
                .then()
                .header("X-Total-Count", String.valueOf(CUSTOMERS));
        tenant.request().get("/customers?q=name nowhere").then().header("X-Total-Count", "0");
    }

    private dev.billing.customers.database.Statement search(String query, boolean isForgiving, int limit) {
        var parameters = UrlParameters.parse(("per_page=" + SIZE + "&" + query).replace(" ", "+"));
        var request = ListRequest.parse(parameters, Customers.TABLE);
        var list = new ListPlan<>(scope, request);
        var words = request.search().orElseThrow().words().stream()
                .map(isForgiving ? SearchWord::forgiving : SearchWord::exactly)
                .toList();
        return new SearchPlan<>(scope, request, list).statement(words, limit, list.byNumber());
    }

    /** Exports are planned for their values alone. */
    @Test
    void an_export_reads_what_an_index_finds_and_no_more() throws Exception {
        var all = plan(Customers.TABLE, scope, "filter[email]=a77@example.com&sort=city");
        assertCheap(plans(all.readAll()).get(0), SIZE);
    }

    @Test
    void the_total_of_a_list_without_filters_is_a_sum_of_few_rows() throws Exception {
        assertCheap(plan(Customers.TABLE, scope, "").count(), 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sort=id desc"})
    void events_are_listed_in_their_order(String sort) throws Exception {
        var list = new ListPlan<>(scope, events(sort));
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.readAfter(newestEvent() - 100, SIZE), SIZE);
        assertCheap(list.readAfter(0L, SIZE), SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type]=customer.deleted", "customer]=77", "key]=78", "created_at]=4000000077"})
    void events_are_found_by_this_property(String filter) throws Exception {
        var list = new ListPlan<>(scope, events("filter[" + filter));
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), 20);
        assertCheap(list.readAfter(0L, SIZE), SIZE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type][]=customer.deleted&filter[type][]=customer.restored",
                "customer][]=77&filter[customer][]=78",
                "key][]=78&filter[key][]=80&filter[type]=customer.updated",
                "type]=contact.deleted&filter[key]=78"
            })
    void events_are_found_by_several_values(String filter) throws Exception {
        var list = new ListPlan<>(scope, events("filter[" + filter));
        for (var sql : List.of(list.read(list.byNumber()), list.count(), list.readAfter(0L, SIZE))) {
            for (var plan : plans(sql)) {
                assertThat(nodes(plan, "Seq Scan")).as(plan.toPrettyString()).isEmpty();
                assertThat(rowsRead(plan)).as(plan.toPrettyString()).isLessThanOrEqualTo(80);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type][]=customer.updated&filter[type][]=contact.created",
                "type][]=customer.updated&filter[type][]=customer.deleted",
                "type][]=customer.updated&filter[type][]=contact.created&filter[customer]=77"
            })
    void events_of_several_types_are_followed_without_reading_others(String filter) throws Exception {
        var list = new ListPlan<>(scope, events("filter[" + filter));
        assertCheap(list.readAfter(0L, SIZE), 2 * SIZE);
        assertCheap(list.readAfter(newestEvent() - 100, SIZE), 2 * SIZE);
    }

    @Test
    void the_history_of_a_customer_is_listed_in_its_order() throws Exception {
        var list = new ListPlan<>(scope.and("customer_id", 77L), events(""));
        assertCheap(list.read(list.byNumber()), SIZE);
        assertCheap(list.count(), SIZE);
    }

    /** As the service lists them: up to the newest one. */
    private ListRequest<?> events(String query) throws SQLException {
        var parameters = UrlParameters.parse(("per_page=" + SIZE + "&" + query).replace(" ", "+"));
        return ListRequest.parse(parameters, EventTable.TABLE).upTo(newestEvent());
    }

    private long newestEvent() {
        return TestDatabase.number("select max(id) from event where business_id = ?", tenant.id());
    }

    private void assertPages(ListTable<?> table, Scope of, String sort) throws Exception {
        var query = sort.isEmpty() ? "" : "sort=" + sort;
        var first = plan(table, of, query);
        assertCheap(first.read(first.byNumber()), SIZE);
        assertCheap(first.read(first.byCursor(Cursor.end(SIZE), SIZE).get(0)), SIZE);

        var deep = plan(table, of, query + "&page=1500");
        for (var plan : plans(deep.read(deep.byNumber()))) {
            assertThat(nodes(plan, "Index Only Scan")).as(plan.toPrettyString()).isNotEmpty();
            assertNothingLargeIsSorted(plan);
        }
        var key = key(deep);
        for (var cursor : List.of(Cursor.after(key), Cursor.before(key))) {
            for (var segment : first.byCursor(cursor, SIZE + 1)) {
                assertCheap(first.read(segment), SIZE + 1);
            }
        }
    }

    /** The key of the first row of a page. */
    private List<Object> key(ListPlan<?> list) throws SQLException {
        var key = new ArrayList<>();
        try (var plain = connection.createStatement()) {
            var sql = list.read(list.byNumber());
            var row = plain.executeQuery(execute(plain, sql));
            row.next();
            for (var step : list.order()) {
                key.add(row.getObject(step.property().name()));
            }
        }
        return key;
    }

    /** By an index, reading no more rows of the table than needed. */
    private void assertCheap(dev.billing.customers.database.Statement sql, int rows) throws Exception {
        for (var plan : plans(sql)) {
            assertCheap(plan, rows);
        }
    }

    private static void assertCheap(JsonNode plan, int rows) {
        assertNothingLargeIsSorted(plan);
        for (var scan : nodes(plan, SCANS)) {
            boolean total = scan.path("Relation Name").asText().equals("customer_total");
            assertThat(rowsOf(scan)).as(plan.toPrettyString()).isLessThanOrEqualTo(total ? 32 : rows);
        }
    }

    private static double rowsRead(JsonNode plan) {
        return nodes(plan, SCANS).stream().mapToDouble(PlansTest::rowsOf).sum();
    }

    private static double rowsOf(JsonNode scan) {
        return (scan.path("Actual Rows").asDouble()
                        + scan.path("Rows Removed by Filter").asDouble())
                * scan.path("Actual Loops").asDouble();
    }

    private static void assertNothingLargeIsSorted(JsonNode plan) {
        assertThat(nodes(plan, "Seq Scan"))
                .as(plan.toPrettyString())
                .allMatch(scan -> scan.path("Relation Name").asText().equals("customer_total"));
        for (var sort : nodes(plan, "Sort", "Incremental Sort")) {
            assertThat(sort.at("/Plans/0/Actual Rows").asDouble())
                    .as(plan.toPrettyString())
                    .isLessThanOrEqualTo(SIZE + 1);
        }
    }

    /** What is done when PostgreSQL plans for the very values, and when it plans for any: it may choose either. */
    private List<JsonNode> plans(dev.billing.customers.database.Statement sql) throws Exception {
        var plans = new ArrayList<JsonNode>();
        for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
            try (var statement = connection.createStatement()) {
                statement.execute("set plan_cache_mode = " + mode);
                var row =
                        statement.executeQuery("explain (analyze, timing off, format json) " + execute(statement, sql));
                row.next();
                plans.add(new ObjectMapper().readTree(row.getString(1)).at("/0/Plan"));
            }
        }
        return plans;
    }

    private static String execute(Statement statement, dev.billing.customers.database.Statement sql)
            throws SQLException {
        statement.execute("deallocate all");
        statement.execute("prepare list as " + sql.sql());
        return sql.values().isEmpty()
                ? "execute list"
                : "execute list("
                        + sql.values().stream().map(PlansTest::literal).collect(Collectors.joining(", ")) + ")";
    }

    private static String literal(Object value) {
        if (value instanceof String[] texts) {
            return "'{" + String.join(",", texts) + "}'";
        }
        return value instanceof Long || value instanceof BigDecimal ? value.toString() : "'" + value + "'";
    }

    private static List<JsonNode> nodes(JsonNode plan, String... types) {
        var found = new ArrayList<JsonNode>();
        if (List.of(types).contains(plan.path("Node Type").asText())) {
            found.add(plan);
        }
        plan.path("Plans").forEach(child -> found.addAll(nodes(child, types)));
        return found;
    }

    private ListPlan<?> barePlan(String query) {
        var parameters = UrlParameters.parse(("per_page=" + SIZE + "&" + query).replace(" ", "+"));
        return new ListPlan<>(scope, ListRequest.parse(parameters, Customers.TABLE, Representation.BARE));
    }

    private static <T> ListPlan<T> plan(ListTable<T> table, Scope scope, String query) {
        var parameters = UrlParameters.parse(("per_page=" + SIZE + "&" + query).replace(" ", "+"));
        return new ListPlan<>(scope, ListRequest.parse(parameters, table));
    }
}
