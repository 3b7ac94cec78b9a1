package dev.billing.customers.contact;

import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.customer.CustomerRepository;
import dev.billing.customers.http.Answers;
import dev.billing.customers.http.ApiResource;
import dev.billing.customers.http.Envelope;
import dev.billing.customers.http.Exchange;
import dev.billing.customers.http.Ids;
import dev.billing.customers.idempotency.Idempotency;
import dev.billing.customers.query.ListRequest;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The contacts of a customer (specification, "Customers"). An unknown customer answers 404 on every path below it. */
@Path("/customers/{customerId}/contacts")
@Produces(MediaType.APPLICATION_JSON)
public class ContactResource implements ApiResource {

    private static final String CONTACT = "contact";
    private static final String CUSTOMER = "customer";

    private final ContactRepository contacts;
    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Exchange exchange;
    private final Answers answers;
    private final Idempotency idempotency;

    ContactResource(
            ContactRepository contacts,
            CustomerRepository customers,
            CurrentBusiness business,
            Exchange exchange,
            Answers answers,
            Idempotency idempotency) {
        this.contacts = contacts;
        this.customers = customers;
        this.business = business;
        this.exchange = exchange;
        this.answers = answers;
        this.idempotency = idempotency;
    }

    /** One page of the contacts. */
    @GET
    @PermissionsAllowed(Permission.READ)
    public Uni<RestResponse<Envelope>> list(@RestPath String customerId) {
        var expand = exchange.expand(CUSTOMER);
        var request = ListRequest.parse(exchange.parameters(), ContactRepository.PROPERTIES);
        long customer = customer(customerId);
        return customers.fetch(business.id(), customer).flatMap(parent -> contacts.list(
                        business.id(), customer, request)
                .map(listing -> answers.list(
                        "contacts",
                        expand.contains(CUSTOMER) ? listing.map(contact -> contact.with(parent)) : listing)));
    }

    /** A new contact. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> create(@RestPath String customerId, ContactInput input) {
        var expand = exchange.expand(CUSTOMER);
        long customer = customer(customerId);
        input.checkNew(customer);
        return idempotency.once(business.id(), () -> contacts.create(business.id(), customer, input)
                .flatMap(contact -> view(contact, customer, expand))
                .map(view -> answers.created(CONTACT, view.id(), view)));
    }

    /** One contact. */
    @GET
    @Path("/{id}")
    @PermissionsAllowed(Permission.READ)
    public Uni<RestResponse<Envelope>> fetch(@RestPath String customerId, @RestPath String id) {
        var expand = exchange.expand(CUSTOMER);
        long customer = customer(customerId);
        return contacts.fetch(business.id(), customer, Ids.parse(id, CONTACT))
                .flatMap(contact -> view(contact, customer, expand))
                .map(view -> answers.fetched(CONTACT, view, !expand.isEmpty()));
    }

    /** Changes the properties that were sent. */
    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> edit(@RestPath String customerId, @RestPath String id, ContactInput input) {
        var expand = exchange.expand(CUSTOMER);
        long customer = customer(customerId);
        long contactId = Ids.parse(id, CONTACT);
        var precondition = exchange.precondition();
        return idempotency.once(
                business.id(), () -> contacts.edit(business.id(), customer, contactId, input, precondition)
                        .flatMap(contact -> view(contact, customer, expand))
                        .map(view -> answers.edited(CONTACT, view)));
    }

    /** Removes the contact. */
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<Void> delete(@RestPath String customerId, @RestPath String id) {
        return contacts.remove(business.id(), customer(customerId), Ids.parse(id, CONTACT), exchange.precondition());
    }

    private Uni<ContactView> view(ContactView contact, long customer, Set<String> expand) {
        return expand.contains(CUSTOMER)
                ? customers.fetch(business.id(), customer).map(contact::with)
                : Uni.createFrom().item(contact);
    }

    private static long customer(String id) {
        return Ids.parse(id, CUSTOMER);
    }
}
