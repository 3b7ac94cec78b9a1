import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.JSON;
import org.openapitools.client.api.BalancesApi;
import org.openapitools.client.api.ContactsApi;
import org.openapitools.client.api.CustomersApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.IntegrationsApi;
import org.openapitools.client.api.PortalApi;
import org.openapitools.client.api.WebhooksApi;
import org.openapitools.client.model.BalanceEntry;
import org.openapitools.client.model.BalanceEntryEnvelope;
import org.openapitools.client.model.Contact;
import org.openapitools.client.model.ContactEdited;
import org.openapitools.client.model.ContactInput;
import org.openapitools.client.model.ContactPage;
import org.openapitools.client.model.Customer;
import org.openapitools.client.model.CustomerEdited;
import org.openapitools.client.model.CustomerEnvelope;
import org.openapitools.client.model.CustomerInput;
import org.openapitools.client.model.CustomerPage;
import org.openapitools.client.model.Error;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.EventEnvelope;
import org.openapitools.client.model.EventPage;
import org.openapitools.client.model.Fault;
import org.openapitools.client.model.FetchBalance200Response;
import org.openapitools.client.model.ListBalanceEntries200Response;
import org.openapitools.client.model.ListContacts200Response;
import org.openapitools.client.model.BalanceEntryCreation;
import org.openapitools.client.model.ContactCreation;
import org.openapitools.client.model.CustomerCreation;
import org.openapitools.client.model.PortalUserEnvelope;
import org.openapitools.client.model.PortalUserInput;
import org.openapitools.client.model.StripeCustomerInput;
import org.openapitools.client.model.Webhook;
import org.openapitools.client.model.WebhookAttempt;
import org.openapitools.client.model.WebhookAttemptPage;
import org.openapitools.client.model.WebhookCreation;
import org.openapitools.client.model.WebhookEdited;
import org.openapitools.client.model.WebhookInput;
import org.openapitools.client.model.WebhookMessage;
import org.openapitools.client.model.WebhookPage;
import org.openapitools.client.model.WebhookResendInput;
import org.openapitools.client.model.WebhookRotationInput;
import org.openapitools.client.model.WebhookStatus;

/**
 * The client that openapi-generator makes for Java, through every operation. Arguments: the URL of the service, an API key of a business
 * without customers, and the file of operations that .ci/clients/run takes from the description.
 */
public class Walk {

    private static final String WHOLE = "return=representation";
    private static final long ABSENT = 999_999_999_999L;

    private final CustomersApi customers;
    private final ContactsApi contacts;
    private final BalancesApi balances;
    private final IntegrationsApi integrations;
    private final PortalApi portal;
    private final EventsApi events;
    private final WebhooksApi webhooks;
    private final CustomersApi withWrongKey;
    private final ApiClient client;
    private final Plan plan;

    private Walk(String url, String key, Plan plan) {
        this.plan = plan;
        client = client(url, key);
        customers = new CustomersApi(client);
        contacts = new ContactsApi(client);
        balances = new BalancesApi(client);
        integrations = new IntegrationsApi(client);
        portal = new PortalApi(client);
        events = new EventsApi(client);
        webhooks = new WebhooksApi(client);
        withWrongKey = new CustomersApi(client(url, "wrong"));
    }

    public static void main(String[] arguments) throws Exception {
        Plan plan = new Plan(Files.readAllLines(Path.of(arguments[2])));
        Walk walk = new Walk(arguments[0], arguments[1], plan);
        try {
            Customer customer = walk.customers();
            walk.contacts(customer);
            walk.balances(customer);
            walk.stripe(customer);
            walk.portal(customer);
            walk.allContacts(customer);
            walk.numbered();
            walk.errors(customer);
            walk.delete(customer);
            walk.events(customer);
            walk.stream(customer);
            walk.erase(customer);
            walk.webhooks(customer);
            walk.importFile();
            expect("operations and filters of the description that were left out", plan.leftOut(), Set.of());
        } catch (Failure failure) {
            plan.fail(failure.getMessage());
        } catch (ApiException answer) {
            plan.fail(answer.getCode() + " " + answer.getResponseBody());
        } catch (IllegalArgumentException unreadable) {
            // What the client throws if an answer is not as the description says.
            plan.fail(unreadable.getMessage());
        }
        // The client's threads would keep the process for a while.
        System.exit(0);
    }

    private ApiClient client(String url, String key) {
        ApiClient client = new ApiClient();
        client.setBasePath(url);
        client.setUsername(key);
        client.setPassword("");
        client.setHttpClient(
                client.getHttpClient().newBuilder().addInterceptor(plan).build());
        return client;
    }

    private Customer customers() throws ApiException {
        CustomerCreation acme = new CustomerCreation();
        acme.setName("Acme");
        acme.setEmail("billing@acme.example");
        acme.setCity("Paris");
        String idempotencyKey = UUID.randomUUID().toString();
        Customer made = createCustomer(acme, idempotencyKey).getData().getCustomer();
        ApiResponse<CustomerEnvelope> again = createCustomer(acme, idempotencyKey);
        expect("status", again.getStatusCode(), 201);
        expect("id of the second answer", again.getData().getCustomer().getId(), made.getId());
        expect("Idempotency-Replayed", header(again, "Idempotency-Replayed"), "true");
        expect("name", made.getName(), "Acme");
        expect("absent property", made.getAddress1(), null);
        expect("updated_at", made.getUpdatedAt(), null);
        expect("balance", made.getBalance(), 0.0);
        step("sent twice with one Idempotency-Key, made once");

        for (int n = 2; n <= 7; n++) {
            CustomerCreation other = new CustomerCreation();
            other.setName("Customer " + n);
            other.setNumber("N-" + n);
            other.setCity(n % 2 == 0 ? "Paris" : "Rome");
            createCustomer(other, null);
        }
        step("six more");

        Customer fetched = fetchCustomer(made.getId(), null).getData().getCustomer();
        expect("fetched", fetched, made);
        String etag = header(fetchCustomer(made.getId(), null), "ETag");
        expect("status", refused(() -> fetchCustomer(made.getId(), etag)).getCode(), 304);
        step("as it was made, and 304 for its ETag");

        expect("number", names(Query.of("filter[number]", "N-3")), List.of("Customer 3"));
        step("filter[number]");
        expect("name", names(Query.of("filter[name]", "Customer 2")), List.of("Customer 2"));
        step("filter[name]");
        expect("email", names(Query.of("filter[email]", "billing@acme.example")), List.of("Acme"));
        step("filter[email]");
        expect("start of a name", names(Query.of("filter[name][starts_with]", "aCM")), List.of("Acme"));
        step("filter[name][starts_with]");
        expect("start of a number", names(Query.of("filter[number][starts_with]", "n-3")), List.of("Customer 3"));
        step("filter[number][starts_with]");
        expect("start of an address", names(Query.of("filter[email][starts_with]", "BILLING@acm")), List.of("Acme"));
        step("filter[email][starts_with]");
        expect("balance", names(Query.of("filter[number]", "N-3", "filter[balance][gte]", "0", "filter[balance][lt]", "0.5")),
                List.of("Customer 3"));
        step("filter[balance][gte] and [lt]");
        expect("time", names(Query.of("filter[number]", "N-3", "filter[created_at][gte]", "1", "filter[created_at][lt]", "9999999999")),
                List.of("Customer 3"));
        step("filter[created_at][gte] and [lt]");
        expect("JSON", names(Query.of("filter", "{\"city\":\"Paris\",\"number\":[\"N-2\",\"N-3\"]}")), List.of("Customer 2"));
        step("filter of two properties as JSON");
        List<String> down = names(Query.of("sort", "name desc", "per_page", "2"));
        expect("sorted", down, List.of("Customer 7", "Customer 6"));
        step("sort, the last two by name");
        expect("found", names(Query.of("q", "custmer 7")), List.of("Customer 7"));
        step("q, with a typing error");

        List<String> seen = new ArrayList<>();
        int pages = 0;
        ApiResponse<CustomerPage> page;
        Query next = Query.of("per_page", "3", "sort", "name");
        do {
            page = listCustomers(next);
            pages++;
            page.getData().getCustomers().forEach(customer -> seen.add(customer.getName()));
            next = next(page);
        } while (next != null);
        expect("pages", pages, 3);
        expect("X-Total-Count", header(page, "X-Total-Count"), "7");
        expect("seen", seen, Stream.concat(Stream.of("Acme"), Stream.of(2, 3, 4, 5, 6, 7).map(n -> "Customer " + n))
                .collect(Collectors.toList()));
        step("three pages by their links, seven of X-Total-Count 7");

        CustomerInput city = new CustomerInput();
        city.setCity("Lyon");
        ApiResponse<CustomerEdited> edited = editCustomer(made.getId(), city, null, null);
        expect("success", edited.getData().getSuccess(), true);
        expect("customer", edited.getData().getCustomer(), null);
        step("without Prefer: success");
        city.setCity("Nice");
        CustomerEdited whole = editCustomer(made.getId(), city, WHOLE, header(edited, "ETag")).getData();
        expect("success", whole.getSuccess(), null);
        expect("city", whole.getCustomer().getCity(), "Nice");
        expect("untouched", whole.getCustomer().getEmail(), "billing@acme.example");
        expect("updated_at is there", whole.getCustomer().getUpdatedAt() != null, true);
        step("return=representation, If-Match: the customer");
        expect("status", refused(() -> editCustomer(made.getId(), city, null, etag)).getCode(), 412);
        step("412 for an ETag of before");

        // The default client leaves nulls out of bodies, so it cannot clear a property: this is an edit without any.
        CustomerInput clear = new CustomerInput();
        clear.setEmail(null);
        expect("email", editCustomer(made.getId(), clear, WHOLE, null).getData().getCustomer().getEmail(), "billing@acme.example");
        step("a null is not sent by this client: nothing is cleared");
        return whole.getCustomer();
    }

    private void contacts(Customer customer) throws ApiException {
        long id = customer.getId();
        ContactCreation ann = new ContactCreation();
        ann.setName("Ann");
        ann.setEmail("ann@acme.example");
        ann.setPrimary(true);
        Contact made = createContact(id, ann, null);
        expect("name", made.getName(), "Ann");
        expect("primary", made.getPrimary(), true);
        // Without a type in the description a number becomes a Double.
        expect("customer", ((Number) made.getCustomer()).longValue(), id);
        step("its customer is an id");
        ContactCreation bob = new ContactCreation();
        bob.setName("Bob");
        expectExpanded(createContact(id, bob, "customer").getCustomer(), customer);
        step("expand=customer: its customer is an object");

        expect("name", contactNames(id, Query.of("filter[name]", "Bob")), List.of("Bob"));
        step("filter[name]");
        expect("email", contactNames(id, Query.of("filter[email]", "ann@acme.example")), List.of("Ann"));
        step("filter[email]");
        expect("JSON", contactNames(id, Query.of("filter", "{\"primary\":true}")), List.of("Ann"));
        step("filter as JSON");
        ApiResponse<ListContacts200Response> list = listContacts(id, Query.of("sort", "name desc", "expand", "customer"));
        expect("X-Total-Count", header(list, "X-Total-Count"), "2");
        expect("first", list.getData().getContacts().get(0).getName(), "Bob");
        expectExpanded(list.getData().getContacts().get(0).getCustomer(), customer);
        step("sort and expand=customer");

        expect("fetched", fetchContact(id, made.getId(), null), made);
        step("as it was made");
        expectExpanded(fetchContact(id, made.getId(), "customer").getCustomer(), customer);
        step("expand=customer");

        ContactInput name = new ContactInput();
        name.setName("Anne");
        ContactEdited edited = editContact(id, made.getId(), name, null, null);
        expect("success", edited.getSuccess(), true);
        expect("contact", edited.getContact(), null);
        step("without Prefer: success");
        name.setName("Anna");
        ContactEdited whole = editContact(id, made.getId(), name, null, WHOLE);
        expect("name", whole.getContact().getName(), "Anna");
        expect("primary", whole.getContact().getPrimary(), true);
        step("return=representation: the contact");
        expectExpanded(editContact(id, made.getId(), name, "customer", WHOLE).getContact().getCustomer(), customer);
        step("return=representation, expand=customer");

        deleteContact(id, made.getId());
        expect("status", refused(() -> fetchContact(id, made.getId(), null)).getCode(), 404);
        step("204, and 404 from then on");
    }

    private void balances(Customer customer) throws ApiException {
        long id = customer.getId();
        BalanceEntryCreation invoice = new BalanceEntryCreation();
        invoice.setAmount(12345678901.25);
        invoice.setReference("R-1");
        ApiResponse<BalanceEntryEnvelope> first = appendBalanceEntry(id, invoice, null);
        BalanceEntry entry = first.getData().getBalanceEntry();
        expect("status", first.getStatusCode(), 201);
        expect("balance", entry.getBalance(), 12345678901.25);
        expect("customer", ((Number) entry.getCustomer()).longValue(), id);
        step("the balance after it");
        ApiResponse<BalanceEntryEnvelope> again = appendBalanceEntry(id, invoice, null);
        expect("status", again.getStatusCode(), 200);
        expect("entry", again.getData().getBalanceEntry(), entry);
        step("the same reference: 200 and the same entry");
        BalanceEntryCreation payment = new BalanceEntryCreation();
        payment.setAmount(-0.25);
        payment.setReference("R-2");
        payment.setNotes("Paid");
        BalanceEntry second = appendBalanceEntry(id, payment, "customer").getData().getBalanceEntry();
        expect("balance", second.getBalance(), 12345678901.0);
        expect("customer", ((Map<?, ?>) second.getCustomer()).get("name"), "Acme");
        step("expand=customer: its customer is an object");

        expect("reference", references(id, Query.of("filter[reference]", "R-2")), List.of("R-2"));
        step("filter[reference]");
        expect("JSON", references(id, Query.of("filter", "{\"notes\":\"Paid\"}")), List.of("R-2"));
        step("filter as JSON");
        ApiResponse<ListBalanceEntries200Response> list = listBalanceEntries(id, Query.of("sort", "amount", "expand", "customer"));
        expect("X-Total-Count", header(list, "X-Total-Count"), "2");
        BalanceEntry smallest = list.getData().getBalanceEntries().get(0);
        expect("first", smallest.getReference(), "R-2");
        expect("customer", ((Map<?, ?>) smallest.getCustomer()).get("name"), "Acme");
        step("sort and expand=customer");

        expect("fetched", fetchBalanceEntry(id, entry.getId(), null), entry);
        step("as it was appended");
        expect("customer", ((Map<?, ?>) fetchBalanceEntry(id, entry.getId(), "customer").getCustomer()).get("name"), "Acme");
        step("expand=customer");

        FetchBalance200Response balance = fetchBalance(id);
        expect("balance", balance.getBalance(), 12345678901.0);
        List<String> newest = balance.getBalanceEntries().stream().map(BalanceEntry::getReference).collect(Collectors.toList());
        expect("entries", newest, List.of("R-2", "R-1"));
        step("the balance, and two entries, newest first");
    }

    private void stripe(Customer customer) throws ApiException {
        long id = customer.getId();
        StripeCustomerInput stripe = new StripeCustomerInput();
        stripe.setId("cus_java");
        CustomerEdited tied = putStripeCustomer(id, stripe, null);
        expect("success", tied.getSuccess(), true);
        step("without Prefer: success");
        expect("stripe_customer", putStripeCustomer(id, stripe, WHOLE).getCustomer().getStripeCustomer(), "cus_java");
        step("return=representation: the customer");
        deleteStripeCustomer(id);
        expect("stripe_customer", fetchCustomer(id, null).getData().getCustomer().getStripeCustomer(), null);
        step("204, and the customer is tied to none");
    }

    private void portal(Customer customer) throws ApiException {
        ContactCreation contact = new ContactCreation();
        contact.setName("Tia");
        contact.setEmail("tia@acme.example");
        createContact(customer.getId(), contact, null);
        step("for the user of the portal");

        // An id with characters that a path has to escape.
        String user = "u/1 ü";
        ApiResponse<PortalUserEnvelope> known = putPortalUser(user, "Tia@ACME.example", Query.of());
        expect("status", known.getStatusCode(), 201);
        expect("id", known.getData().getPortalUser().getId(), user);
        expect("contacts", contactNames(known), List.of("Tia"));
        step("new: 201, with the contact of this address");
        ApiResponse<PortalUserEnvelope> again = putPortalUser(
                user, "tia@acme.example", Query.of("filter[name]", "Tia", "filter[email]", "tia@acme.example", "expand", "customer"));
        expect("status", again.getStatusCode(), 200);
        expect("contacts", contactNames(again), List.of("Tia"));
        Object expanded = again.getData().getPortalUser().getContacts().get(0).getCustomer();
        expect("customer", ((Map<?, ?>) expanded).get("name"), "Acme");
        step("known: 200; filter[name], filter[email], expand=customer");

        expect("contacts", contactNames(fetchPortalUser(user, Query.of())), List.of("Tia"));
        step("with the contact of this address");
        expect("name", contactNames(fetchPortalUser(user, Query.of("filter[name]", "Bob"))), List.of());
        step("filter[name] that none has");
        expect("email", contactNames(fetchPortalUser(user, Query.of("filter[email]", "tia@acme.example"))), List.of("Tia"));
        step("filter[email]");

        ApiResponse<CustomerPage> page = listPortalUserCustomers(user, Query.of("sort", "name"));
        expect("X-Total-Count", header(page, "X-Total-Count"), "1");
        expect("customer", page.getData().getCustomers().get(0).getId(), customer.getId());
        step("the customer of the contact");
        for (String filter : List.of("filter[number]=none", "filter[name]=none", "filter[email]=none@acme.example")) {
            String[] pair = filter.split("=");
            page = listPortalUserCustomers(user, Query.of(pair[0], pair[1]));
            expect(pair[0], page.getData().getCustomers(), List.of());
        }
        step("filter[number], filter[name], filter[email] that none has");

        deletePortalUser(user);
        expect("status", refused(() -> fetchPortalUser(user, Query.of())).getCode(), 404);
        step("204, and 404 from then on");
    }

    private void allContacts(Customer customer) throws ApiException {
        ApiResponse<ContactPage> all = listAllContacts(Query.of("sort", "name", "expand", "customer"));
        expect("X-Total-Count", header(all, "X-Total-Count"), "2");
        expect("first", all.getData().getContacts().get(0).getName(), "Bob");
        expectExpanded(all.getData().getContacts().get(0).getCustomer(), customer);
        step("of all customers: sort and expand=customer");
        expect("email", allNames(Query.of("filter[email]", "TIA@acme.example")), List.of("Tia"));
        step("filter[email], whatever its case");
        expect("name", allNames(Query.of("filter[name]", "Bob")), List.of("Bob"));
        expect("customer", allNames(Query.of("filter[customer]", customer.getId().toString())), List.of("Bob", "Tia"));
        expect("JSON", allNames(Query.of("filter", "{\"email\":[\"Tia@Acme.example\",null]}")), List.of("Bob", "Tia"));
        step("filter[name], filter[customer], filter as JSON");
    }

    private void numbered() throws ApiException {
        // A number with characters that a path has to escape.
        String number = "ERP/7 ü";
        CustomerInput numbered = new CustomerInput();
        numbered.setName("From the ERP");
        ApiResponse<CustomerEnvelope> made = putCustomerByNumber(number, numbered, "*");
        expect("status", made.getStatusCode(), 201);
        expect("number", made.getData().getCustomer().getNumber(), number);
        step("new: 201, with the customer");
        numbered.setCity("Lyon");
        ApiResponse<CustomerEnvelope> edited = putCustomerByNumber(number, numbered, null);
        expect("status", edited.getStatusCode(), 200);
        expect("id", edited.getData().getCustomer().getId(), made.getData().getCustomer().getId());
        expect("city", edited.getData().getCustomer().getCity(), "Lyon");
        step("known: 200, with the customer");
        expect("status", refused(() -> putCustomerByNumber(number, numbered, "*")).getCode(), 412);
        step("If-None-Match: 412, as it is there");
        deleteCustomer(made.getData().getCustomer().getId());
    }

    private void errors(Customer customer) throws ApiException {
        CustomerCreation blank = new CustomerCreation();
        blank.setName(" ");
        expectError(refused(() -> createCustomer(blank, null)), 400, "name");
        step("a blank name: 400 as an exception, param name");
        blank.setEmail("none");
        List<String> faults = JSON.<Error>deserialize(refused(() -> createCustomer(blank, null)).getResponseBody(), Error.class)
                .getErrors().stream().map(Fault::getParam).collect(Collectors.toList());
        expect("params", faults, List.of("email", "name"));
        step("two faults: both of them in errors");
        expectError(refused(() -> listCustomers(Query.of("sort", "colour"))), 400, "sort");
        step("an unknown order: 400, param sort");
        BalanceEntryCreation other = new BalanceEntryCreation();
        other.setAmount(1.0);
        other.setReference("R-1");
        expectError(refused(() -> appendBalanceEntry(customer.getId(), other, null)), 400, "reference");
        step("a reference with another amount: 400, param reference");
        expectError(refused(() -> fetchCustomer(ABSENT, null)), 404, null);
        step("an id that is not there: 404");
        expectError(refused(() -> withWrongKey.fetchCustomer(customer.getId(), null, null, null, null)), 401, null);
        step("a wrong key: 401");
    }

    private void delete(Customer customer) throws ApiException {
        deleteCustomer(customer.getId());
        expectError(refused(() -> fetchCustomer(customer.getId(), null)), 404, null);
        step("204, and 404 from then on");
        expect("name", restoreCustomer(customer.getId()).getName(), customer.getName());
        step("the customer is there again");
    }

    private void importFile() throws ApiException, IOException {
        Path file = Files.createTempFile("customers", ".ndjson");
        Files.writeString(file, "{\"number\":\"I-1\",\"name\":\"Imported\"}\n{\"name\":\"\"}\n");
        List<String> dry = importCustomers("1", file);
        expect("dry run", dry.get(0), "{\"line\":1,\"result\":\"created\",\"id\":null}");
        List<String> lines = importCustomers(null, file);
        Customer imported = listCustomers(Query.of("filter[number]", "I-1")).getData().getCustomers().get(0);
        expect("created", lines.get(0), "{\"line\":1,\"result\":\"created\",\"id\":" + imported.getId() + "}");
        expect("refused", lines.get(1).startsWith("{\"line\":2,\"result\":\"refused\",\"id\":null,\"error\":"), true);
        expect("done", lines.get(2).startsWith("{\"done\":{\"lines\":2,\"created\":1,"), true);
        expect("again", importCustomers(null, file).get(0).contains("\"unchanged\""), true);
        deleteCustomer(imported.getId());
        Files.delete(file);
        step("each line is answered, and unchanged if it is sent again");
    }

    private void events(Customer customer) throws ApiException {
        String id = customer.getId().toString();
        ApiResponse<EventPage> page = listEvents(Query.of("per_page", "1"));
        int total = Integer.parseInt(header(page, "X-Total-Count"));
        Event first = page.getData().getEvents().get(0);
        String key = first.getKey().getId().toString();
        expect("type", first.getType(), "customer.created");
        expect("name", first.getObject().get("name"), "Acme");
        expect("previous", first.getPrevious(), null);
        expect("customer", first.getCustomer(), customer.getId());
        expect("name of the key", first.getKey().getName(), "client");
        step("the first one: what was made, and by which key");
        Event newest = listEvents(Query.of("sort", "id desc")).getData().getEvents().get(0);
        expect("type", newest.getType(), "balance_entry.restored");
        step("sort=id desc: the newest one first");

        Event edit = listEvents(Query.of("filter[type]", "customer.updated")).getData().getEvents().get(0);
        expect("city before", edit.getPrevious().get("city"), "Paris");
        expect("city after", edit.getObject().get("city"), "Lyon");
        step("filter[type], an edit: the city before and after it");
        List<Event> ofCustomer = listEvents(Query.of("filter[customer]", id)).getData().getEvents();
        expect("customers", ofCustomer.stream().map(Event::getCustomer).collect(Collectors.toSet()), Set.of(customer.getId()));
        step("filter[customer]");
        expect("X-Total-Count", header(listEvents(Query.of("filter[key]", key)), "X-Total-Count"), Integer.toString(total));
        step("filter[key], of all of them");
        expect("events", listEvents(Query.of("filter[created_at]", "1")).getData().getEvents(), List.of());
        step("filter[created_at] of long ago: none");
        List<Event> ofUsers = listEvents(Query.of("filter", "{\"type\":[\"portal_user.created\",\"portal_user.deleted\"]}"))
                .getData().getEvents();
        expect("id of the user", ofUsers.get(1).getObject().get("id"), "u/1 ü");
        expect("customer", ofUsers.get(1).getCustomer(), null);
        step("filter as JSON, of the user of the portal");

        List<Long> seen = new ArrayList<>();
        Query next = Query.of("after", "0", "per_page", "10");
        do {
            page = listEvents(next);
            page.getData().getEvents().forEach(event -> seen.add(event.getId()));
            next = next(page);
        } while (!page.getData().getEvents().isEmpty());
        expect("seen", seen.size(), total);
        expect("in order", seen, seen.stream().sorted().collect(Collectors.toList()));
        expect("X-Total-Count", header(page, "X-Total-Count"), null);
        step("all by after and the link next");
        Query last = Query.of("after", newest.getId().toString(), "wait", "1");
        expect("events", listEvents(last).getData().getEvents(), List.of());
        step("wait, and there was none");
        expectError(refused(() -> listEvents(Query.of("after", Long.toString(ABSENT)))), 410, "after");
        step("after what is no event: 410, param after");
        expectError(refused(() -> listEvents(Query.of("after", "0", "sort", "id"))), 400, "after");
        step("after with a sort: 400, param after");

        expect("fetched", fetchEvent(newest.getId()), newest);
        step("as it was listed");
        expectError(refused(() -> fetchEvent(ABSENT)), 404, null);
        step("an id that is not there: 404");

        List<Event> history = listCustomerEvents(customer.getId(), Query.of("sort", "id desc")).getData().getEvents();
        expect("newest", history.get(0), newest);
        expect("events", history.size(), ofCustomer.size());
        step("what happened to a customer, newest first");
        page = listCustomerEvents(customer.getId(), Query.of("filter[type]", "customer.restored", "filter[key]", key));
        expect("X-Total-Count", header(page, "X-Total-Count"), "1");
        step("filter[type] and filter[key]");
        page = listCustomerEvents(customer.getId(), Query.of("filter[created_at]", "1"));
        expect("events", page.getData().getEvents(), List.of());
        step("filter[created_at] of long ago: none");
        expectError(refused(() -> listCustomerEvents(ABSENT, Query.of())), 404, null);
        step("a customer that never was: 404");
    }

    private void stream(Customer customer) throws ApiException, IOException {
        String id = customer.getId().toString();
        Event created = listEvents(Query.of("filter[type]", "customer.created")).getData().getEvents().get(0);
        String key = created.getKey().getId().toString();
        plan.forget();
        Query ofCustomer = Query.of("after", "0", "filter[type]", "customer.created", "filter[customer]", id, "filter[key]", key);
        expect("streamed", streamEvents(ofCustomer, 1), List.of(created));
        step("after=0, filter[type], filter[customer], filter[key]");
        Query sameSecond = Query.of("after", "0", "filter[created_at]", created.getCreatedAt().toString());
        expect("streamed", streamEvents(sameSecond, 1), List.of(created));
        step("filter[created_at]");
        List<Event> following = listEvents(Query.of("after", created.getId().toString(), "per_page", "2")).getData().getEvents();
        plan.forget();
        expect("streamed", streamEvents(Query.of("Last-Event-ID", created.getId().toString()), 2), following);
        step("Last-Event-ID: those after it");
    }

    private void erase(Customer customer) throws ApiException {
        long id = customer.getId();
        expect("success", eraseCustomer(id), true);
        expect("name", fetchCustomer(id, null).getData().getCustomer().getName(), "Erased");
        List<Event> history = listCustomerEvents(id, Query.of("sort", "id desc")).getData().getEvents();
        expect("type", history.get(0).getType(), "customer.erased");
        Set<?> names = history.stream().map(event -> event.getObject().get("name")).filter(Objects::nonNull).collect(Collectors.toSet());
        expect("names", names, Set.of("Erased"));
        step("the name is gone, from the events too");
        expectError(refused(() -> eraseCustomer(ABSENT)), 404, null);
        step("an id that is not there: 404");
    }

    /** Nothing receives what is sent to this endpoint, and it matters to nobody whether its host answers. */
    private void webhooks(Customer customer) throws ApiException, InterruptedException {
        String url = "https://example.com/hook";
        WebhookCreation endpoint = new WebhookCreation();
        endpoint.setUrl(url);
        endpoint.setTypes(List.of("customer.updated"));
        Webhook made = createWebhook(endpoint);
        long id = made.getId();
        String secret = made.getSecret();
        expect("secret begins with whsec_", secret.startsWith("whsec_"), true);
        expect("types", made.getTypes(), List.of("customer.updated"));
        expect("status", made.getStatus(), WebhookStatus.ACTIVE);
        step("an endpoint for one type of events, with its secret");
        WebhookCreation plain = new WebhookCreation();
        plain.setUrl("http://example.com/hook");
        expectError(refused(() -> createWebhook(plain)), 400, "url");
        step("a URL without TLS: 400, param url");
        made.setSecret(null);
        expect("fetched", fetchWebhook(id), made);
        step("as it was made, without its secret");
        expectError(refused(() -> fetchWebhook(ABSENT)), 404, null);
        step("an id that is not there: 404");

        WebhookCreation forAll = new WebhookCreation();
        forAll.setUrl("https://example.com/all");
        Webhook other = createWebhook(forAll);
        expect("types", other.getTypes(), null);
        step("without types: one for all events");
        ApiResponse<WebhookPage> page = listWebhooks(Query.of("per_page", "1", "sort", "id desc"));
        expect("X-Total-Count", header(page, "X-Total-Count"), "2");
        expect("first", page.getData().getWebhooks().get(0).getId(), other.getId());
        expect("second", listWebhooks(next(page)).getData().getWebhooks(), List.of(made));
        step("sort=id desc, by pages");
        expect("found", listWebhooks(Query.of("filter[url]", url)).getData().getWebhooks(), List.of(made));
        step("filter[url]");
        expect("paused", listWebhooks(Query.of("filter[status]", "paused")).getData().getWebhooks(), List.of());
        step("filter[status], none is paused");
        expect("found", listWebhooks(Query.of("filter", "{\"id\":" + id + "}")).getData().getWebhooks(), List.of(made));
        step("filter as JSON, by the id");
        deleteWebhook(other.getId());
        expectError(refused(() -> fetchWebhook(other.getId())), 404, null);
        step("204, and 404 from then on");

        CustomerInput edit = new CustomerInput();
        edit.setCity("Rome");
        editCustomer(customer.getId(), edit, null, null);
        Event event = listEvents(Query.of("sort", "id desc", "per_page", "1")).getData().getEvents().get(0);
        String ofEvent = event.getId().toString();
        List<WebhookAttempt> attempts = List.of();
        for (int looks = 0; attempts.isEmpty() && looks < 300; looks++) {
            Thread.sleep(200);
            attempts = listWebhookAttempts(id, Query.of("sort", "id")).getData().getAttempts();
        }
        plan.forget();
        WebhookAttempt first = attempts.get(0);
        expect("event", first.getEvent(), event.getId());
        expect("an error is there", first.getError() != null, true);
        expect("found", listWebhookAttempts(id, Query.of("filter[event]", ofEvent, "sort", "id")).getData().getAttempts().get(0), first);
        step("filter[event], of what could not be delivered");
        expect("found", listWebhookAttempts(id, Query.of("filter[status]", "204")).getData().getAttempts(), List.of());
        step("filter[status], none was answered 204");
        String asJson = "{\"event\":" + ofEvent + ",\"duration_ms\":" + first.getDurationMs() + "}";
        expect("found", listWebhookAttempts(id, Query.of("filter", asJson)).getData().getAttempts().contains(first), true);
        step("filter as JSON, of the event and the duration");
        expectError(refused(() -> listWebhookAttempts(id, Query.of("sort", "created_at"))), 400, "sort");
        step("another order than by id: 400, param sort");

        WebhookInput pause = new WebhookInput();
        pause.setStatus(WebhookStatus.PAUSED);
        expect("success", editWebhook(id, pause, null).getSuccess(), true);
        step("paused");
        WebhookInput types = new WebhookInput();
        types.setTypes(List.of("contact.created", "customer.updated"));
        Webhook edited = editWebhook(id, types, WHOLE).getWebhook();
        expect("types", edited.getTypes(), types.getTypes());
        expect("status", edited.getStatus(), WebhookStatus.PAUSED);
        step("other types; return=representation: the whole endpoint");
        WebhookInput unknown = new WebhookInput();
        unknown.setTypes(List.of("customer.eaten"));
        expectError(refused(() -> editWebhook(id, unknown, null)), 400, "types");
        step("a type that there is not: 400, param types");

        Webhook rotated = rotateWebhookSecret(id, 60L);
        expect("secret is another one", rotated.getSecret().equals(secret), false);
        expect("secret begins with whsec_", rotated.getSecret().startsWith("whsec_"), true);
        step("a new secret");
        expectError(refused(() -> rotateWebhookSecret(id, 604_801L)), 400, "overlap");
        step("more than a week for the one before: 400, param overlap");

        expectError(refused(() -> resendEvents(id, new WebhookResendInput())), 400, null);
        step("neither an event nor a range: 400");
        WebhookResendInput backwards = new WebhookResendInput();
        backwards.setFrom(2L);
        backwards.setTo(1L);
        expectError(refused(() -> resendEvents(id, backwards)), 400, "to");
        step("a range that ends before it begins: 400, param to");
        WebhookResendInput one = new WebhookResendInput();
        one.setEvent(event.getId());
        expect("success", resendEvents(id, one), true);
        step("one event, as soon as the endpoint is active again");
        expectError(refused(() -> resendEvents(id, one)), 409, null);
        step("while that waits: 409");

        // What an endpoint reads with this client.
        WebhookMessage message = JSON.deserialize(
                "{\"type\": \"" + event.getType() + "\", \"timestamp\": \"2026-11-26T21:35:13Z\", \"data\": " + event.toJson() + "}",
                WebhookMessage.class);
        expect("event of the message", message.getData().getId(), event.getId());

        deleteWebhook(id);
        expectError(refused(() -> listWebhookAttempts(id, Query.of())), 404, null);
        step("204, and the attempts are gone, too");
    }

    // The generated methods have an argument for each parameter in the order of the description, so a new parameter changes them.
    // Each is called in one place, here.

    private ApiResponse<CustomerPage> listCustomers(Query q) throws ApiException {
        return customers.listCustomersWithHttpInfo(
                q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), q.get("q"), null, null, null, null, q.get("filter"),
                q.get("filter[number]"), q.get("filter[name]"), q.get("filter[email]"), q.get("filter[name][starts_with]"),
                q.get("filter[number][starts_with]"), q.get("filter[email][starts_with]"), q.decimal("filter[balance][gte]"),
                q.decimal("filter[balance][lt]"), q.number("filter[created_at][gte]"), q.number("filter[created_at][lt]"), null, null,
                null);
    }

    private ApiResponse<CustomerEnvelope> createCustomer(CustomerCreation customer, String idempotencyKey) throws ApiException {
        return customers.createCustomerWithHttpInfo(customer, idempotencyKey, null, null, null);
    }

    private ApiResponse<CustomerEnvelope> fetchCustomer(long id, String ifNoneMatch) throws ApiException {
        return customers.fetchCustomerWithHttpInfo(id, ifNoneMatch, null, null, null);
    }

    private ApiResponse<CustomerEdited> editCustomer(long id, CustomerInput edit, String prefer, String ifMatch) throws ApiException {
        return customers.editCustomerWithHttpInfo(id, edit, prefer, null, ifMatch, null, null, null);
    }

    private ApiResponse<CustomerEnvelope> putCustomerByNumber(String number, CustomerInput input, String ifNoneMatch)
            throws ApiException {
        return customers.putCustomerByNumberWithHttpInfo(number, input, null, null, null, ifNoneMatch, null, null, null);
    }

    private void deleteCustomer(long id) throws ApiException {
        customers.deleteCustomer(id, null, null, null, null);
    }

    private List<String> importCustomers(String dryRun, Path file) throws ApiException {
        String lines = customers.importCustomers(file.toFile(), dryRun, null, null);
        return lines.lines().filter(line -> !line.startsWith("{\"progress\"")).collect(Collectors.toList());
    }

    private Customer restoreCustomer(long id) throws ApiException {
        return customers.restoreCustomer(id, null, null, null, null).getCustomer();
    }

    private boolean eraseCustomer(long id) throws ApiException {
        return customers.eraseCustomer(id, null, null, null, null).getSuccess();
    }

    private ApiResponse<EventPage> listEvents(Query q) throws ApiException {
        return events.listEventsWithHttpInfo(
                q.number("after"), q.number("wait"), q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), q.get("filter"),
                q.get("filter[type]"), q.number("filter[customer]"), q.number("filter[key]"), q.number("filter[created_at]"),
                null, null, null);
    }

    private Event fetchEvent(long id) throws ApiException {
        return events.fetchEvent(id, null, null, null).getEvent();
    }

    private ApiResponse<EventPage> listCustomerEvents(long customer, Query q) throws ApiException {
        return events.listCustomerEventsWithHttpInfo(
                customer, q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), q.get("filter"), q.get("filter[type]"),
                q.number("filter[key]"), q.number("filter[created_at]"), null, null, null);
    }

    /**
     * The first events of a stream. The generated method would read to its end, which does not come, and asks for JSON, because errors are
     * JSON. But the client makes the request, which is then sent and read by hand.
     */
    private List<Event> streamEvents(Query q, int count) throws ApiException, IOException {
        Request request = events.streamEventsCall(
                        q.get("Last-Event-ID"), q.number("after"), q.get("filter"), q.get("filter[type]"),
                        q.number("filter[customer]"), q.number("filter[key]"), q.number("filter[created_at]"), null, null, null, null)
                .request().newBuilder().header("Accept", "text/event-stream").build();
        List<Event> streamed = new ArrayList<>();
        try (Response response = client.getHttpClient().newCall(request).execute()) {
            expect("status", response.code(), 200);
            BufferedSource lines = response.body().source();
            while (streamed.size() < count) {
                String line = lines.readUtf8LineStrict();
                if (line.startsWith("data:")) {
                    EventEnvelope data = JSON.deserialize(line.substring("data:".length()), EventEnvelope.class);
                    streamed.add(data.getEvent());
                }
            }
        }
        return streamed;
    }

    private Webhook createWebhook(WebhookCreation endpoint) throws ApiException {
        return webhooks.createWebhook(endpoint, null, null, null).getWebhook();
    }

    private Webhook fetchWebhook(long id) throws ApiException {
        return webhooks.fetchWebhook(id, null, null, null).getWebhook();
    }

    private ApiResponse<WebhookPage> listWebhooks(Query q) throws ApiException {
        return webhooks.listWebhooksWithHttpInfo(
                q.page(), q.perPage(), q.get("cursor"), q.get("sort"), q.get("filter"), q.get("filter[url]"), q.get("filter[status]"),
                null, null, null);
    }

    private WebhookEdited editWebhook(long id, WebhookInput edit, String prefer) throws ApiException {
        return webhooks.editWebhook(id, edit, prefer, null, null, null);
    }

    private void deleteWebhook(long id) throws ApiException {
        webhooks.deleteWebhook(id, null, null, null);
    }

    private Webhook rotateWebhookSecret(long id, long overlap) throws ApiException {
        WebhookRotationInput rotation = new WebhookRotationInput();
        rotation.setOverlap(overlap);
        return webhooks.rotateWebhookSecret(id, rotation, null, null, null).getWebhook();
    }

    private boolean resendEvents(long id, WebhookResendInput which) throws ApiException {
        return webhooks.resendEvents(id, which, null, null, null).getSuccess();
    }

    private ApiResponse<WebhookAttemptPage> listWebhookAttempts(long id, Query q) throws ApiException {
        return webhooks.listWebhookAttemptsWithHttpInfo(
                id, q.page(), q.perPage(), q.get("cursor"), q.get("sort"), q.get("filter"), q.number("filter[event]"),
                q.number("filter[status]"), null, null, null);
    }

    private ApiResponse<ListContacts200Response> listContacts(long customer, Query q) throws ApiException {
        return contacts.listContactsWithHttpInfo(
                customer, q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), null, null, null, q.get("filter"),
                q.get("filter[name]"), q.get("filter[email]"), q.get("expand"), null, null, null);
    }

    private ApiResponse<ContactPage> listAllContacts(Query q) throws ApiException {
        return contacts.listAllContactsWithHttpInfo(
                q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), null, null, null, q.get("filter"), q.get("filter[name]"),
                q.get("filter[email]"), q.number("filter[customer]"), q.get("expand"), null, null, null);
    }

    private Contact createContact(long customer, ContactCreation contact, String expand) throws ApiException {
        return contacts.createContact(customer, contact, null, expand, null, null, null).getContact();
    }

    private Contact fetchContact(long customer, long id, String expand) throws ApiException {
        return contacts.fetchContact(customer, id, expand, null, null, null, null).getContact();
    }

    private ContactEdited editContact(long customer, long id, ContactInput edit, String expand, String prefer) throws ApiException {
        return contacts.editContact(customer, id, edit, expand, prefer, null, null, null, null, null);
    }

    private void deleteContact(long customer, long id) throws ApiException {
        contacts.deleteContact(customer, id, null, null, null, null);
    }

    private ApiResponse<BalanceEntryEnvelope> appendBalanceEntry(long customer, BalanceEntryCreation entry, String expand)
            throws ApiException {
        return balances.appendBalanceEntryWithHttpInfo(customer, entry, null, expand, null, null, null);
    }

    private ApiResponse<ListBalanceEntries200Response> listBalanceEntries(long customer, Query q) throws ApiException {
        return balances.listBalanceEntriesWithHttpInfo(
                customer, q.page(), q.perPage(), q.get("cursor"), null, q.get("sort"), null, null, null, q.get("filter"),
                q.get("filter[reference]"), q.get("expand"), null, null, null);
    }

    private BalanceEntry fetchBalanceEntry(long customer, long id, String expand) throws ApiException {
        return balances.fetchBalanceEntry(customer, id, expand, null, null, null).getBalanceEntry();
    }

    private FetchBalance200Response fetchBalance(long customer) throws ApiException {
        return balances.fetchBalance(customer, null, null, null);
    }

    private CustomerEdited putStripeCustomer(long customer, StripeCustomerInput stripe, String prefer) throws ApiException {
        return integrations.putStripeCustomer(customer, stripe, prefer, null, null, null, null);
    }

    private void deleteStripeCustomer(long customer) throws ApiException {
        integrations.deleteStripeCustomer(customer, null, null, null, null);
    }

    private ApiResponse<PortalUserEnvelope> putPortalUser(String user, String email, Query q) throws ApiException {
        PortalUserInput input = new PortalUserInput();
        input.setEmail(email);
        return portal.putPortalUserWithHttpInfo(
                user, input, q.get("expand"), q.page(), q.perPage(), q.get("cursor"), q.get("sort"), null, null, null, q.get("filter"),
                q.get("filter[name]"), q.get("filter[email]"), null, null, null);
    }

    private ApiResponse<PortalUserEnvelope> fetchPortalUser(String user, Query q) throws ApiException {
        return portal.fetchPortalUserWithHttpInfo(
                user, q.get("expand"), q.page(), q.perPage(), q.get("cursor"), q.get("sort"), null, null, null, q.get("filter"),
                q.get("filter[name]"), q.get("filter[email]"), null, null, null);
    }

    private ApiResponse<CustomerPage> listPortalUserCustomers(String user, Query q) throws ApiException {
        return portal.listPortalUserCustomersWithHttpInfo(
                user, q.page(), q.perPage(), q.get("cursor"), q.get("sort"), q.get("q"), null, null, null, null, q.get("filter"),
                q.get("filter[number]"), q.get("filter[name]"), q.get("filter[email]"), null, null, null);
    }

    private void deletePortalUser(String user) throws ApiException {
        portal.deletePortalUser(user, null, null, null);
    }

    private List<String> names(Query query) throws ApiException {
        return listCustomers(query).getData().getCustomers().stream().map(Customer::getName).collect(Collectors.toList());
    }

    private List<String> contactNames(long customer, Query query) throws ApiException {
        return listContacts(customer, query).getData().getContacts().stream().map(Contact::getName).collect(Collectors.toList());
    }

    private List<String> allNames(Query query) throws ApiException {
        return listAllContacts(query).getData().getContacts().stream().map(Contact::getName).collect(Collectors.toList());
    }

    private static List<String> contactNames(ApiResponse<PortalUserEnvelope> answer) {
        List<Contact> contacts = answer.getData().getPortalUser().getContacts();
        return contacts.stream().map(Contact::getName).collect(Collectors.toList());
    }

    private List<String> references(long customer, Query query) throws ApiException {
        List<BalanceEntry> entries = listBalanceEntries(customer, query).getData().getBalanceEntries();
        return entries.stream().map(BalanceEntry::getReference).collect(Collectors.toList());
    }

    private void step(String what) {
        plan.step(what);
    }

    private static void expectExpanded(Object found, Customer customer) {
        Map<?, ?> object = (Map<?, ?>) found;
        expect("id of the expanded customer", ((Number) object.get("id")).longValue(), customer.getId());
        expect("number of the expanded customer", object.get("number"), customer.getNumber());
    }

    private static void expectError(ApiException refused, int status, String param) {
        expect("status", refused.getCode(), status);
        Error error = JSON.deserialize(refused.getResponseBody(), Error.class);
        expect("type", error.getType(), Error.TypeEnum.INVALID_REQUEST);
        expect("param", error.getParam(), param);
        expect("message is there", error.getMessage().isEmpty(), false);
    }

    private static void expect(String what, Object actual, Object wanted) {
        if (!Objects.equals(actual, wanted)) {
            throw new Failure(what + " is " + actual + " and should be " + wanted);
        }
    }

    private static ApiException refused(Call call) {
        try {
            call.run();
        } catch (ApiException refused) {
            return refused;
        }
        throw new Failure("was answered, and should be refused");
    }

    private static String header(ApiResponse<?> answer, String name) {
        for (Map.Entry<String, List<String>> header : answer.getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return String.join(", ", header.getValue());
            }
        }
        return null;
    }

    /** The parameters of the link to the next page; null on the last one. The client follows no URL, but takes what is in it. */
    private static Query next(ApiResponse<?> page) {
        Matcher link = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(header(page, "Link"));
        if (!link.find()) {
            return null;
        }
        String query = URI.create(link.group(1)).getRawQuery();
        return Query.of(Arrays.stream(query.split("[&=]"))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toArray(String[]::new));
    }

    @FunctionalInterface
    private interface Call {
        Object run() throws ApiException;
    }

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    /** The parameters of a list, by their names in the description. */
    private record Query(Map<String, String> values) {

        static Query of(String... namesAndValues) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                values.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new Query(values);
        }

        String get(String name) {
            return values.get(name);
        }

        Long number(String name) {
            return values.containsKey(name) ? Long.valueOf(get(name)) : null;
        }

        Double decimal(String name) {
            return values.containsKey(name) ? Double.valueOf(get(name)) : null;
        }

        Long page() {
            return number("page");
        }

        Integer perPage() {
            return values.containsKey("per_page") ? Integer.valueOf(get("per_page")) : null;
        }
    }

    /** What there is in the description, and which of it was really requested. */
    private static final class Plan implements Interceptor {

        private final List<String[]> operations = new ArrayList<>();
        private final Set<String> all = new TreeSet<>();
        private final Set<String> requested = new TreeSet<>();
        private final Set<String> sinceLastStep = new LinkedHashSet<>();

        Plan(List<String> lines) {
            for (String line : lines) {
                String[] operation = line.split("\t");
                operations.add(operation);
                all.add(operation[0]);
                Arrays.stream(operation).skip(3).forEach(filter -> all.add(operation[0] + " " + filter));
            }
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            for (String[] operation : operations) {
                if (operation[1].equals(request.method()) && request.url().encodedPath().matches(operation[2])) {
                    sinceLastStep.add(operation[0]);
                    requested.add(operation[0]);
                    request.url().queryParameterNames().forEach(name -> requested.add(operation[0] + " " + name));
                    break;
                }
            }
            return chain.proceed(request);
        }

        /** Leaves what was requested since the last step out of the table: it only prepared the next one. */
        void forget() {
            sinceLastStep.clear();
        }

        /** Prints the operations since the last step. What only looks after the first one is left out of the table. */
        void step(String what) {
            System.out.printf("%-18s | %-23s | %s%n", "java", sinceLastStep.iterator().next(), what);
            sinceLastStep.clear();
        }

        void fail(String why) {
            System.out.flush();
            System.err.printf("FAIL java | %s | %s%n", String.join(", ", sinceLastStep), why);
            System.exit(1);
        }

        Set<String> leftOut() {
            Set<String> left = new TreeSet<>(all);
            left.removeAll(requested);
            return left;
        }
    }
}
