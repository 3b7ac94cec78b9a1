package dev.billing.customers.clients.example;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Link;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** What the rest of an application calls: requests that are sent again if they have to be, and lists without pages. */
@ApplicationScoped
public class CustomersClient {

    private static final int PER_PAGE = 100;

    private final CustomersApi api;

    public CustomersClient(@RestClient CustomersApi api) {
        this.api = api;
    }

    /** All customers that match. A page is requested when the subscriber has taken the customers of the one before. */
    public Multi<Customer> all(String filter, String sort) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicReference<String>::new, next -> page(next.get(), filter, sort)
                        .invoke(page -> next.set(next(page))))
                .whilst(page -> next(page) != null)
                .onItem()
                .transformToMultiAndConcatenate(
                        page -> Multi.createFrom().iterable(page.getEntity().customers()));
    }

    public Uni<Customer> fetch(long id) {
        return SentAgain.read(() -> api.fetch(id)).map(Customer.Envelope::customer);
    }

    public Uni<Customer> create(CustomerInput input) {
        return SentAgain.write(key -> api.create(key, input)).map(Customer.Envelope::customer);
    }

    public Uni<Customer> edit(long id, CustomerInput input) {
        return SentAgain.write(key -> api.edit(id, key, input)).map(Customer.Envelope::customer);
    }

    public Uni<BalanceEntry> book(long customer, BalanceEntry.Input input) {
        return SentAgain.write(key -> api.book(customer, key, input)).map(BalanceEntry.Envelope::balanceEntry);
    }

    private Uni<RestResponse<Customer.Page>> page(String link, String filter, String sort) {
        return SentAgain.read(() -> link == null ? api.list(filter, sort, PER_PAGE) : api.list(link));
    }

    /** The URL of the next page; null on the last one. */
    private static String next(RestResponse<?> page) {
        Link link = page.getLink("next");
        return link == null ? null : link.getUri().toString();
    }
}
