package dev.billing.customers.contact;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Expandable;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Ids;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.customer.CustomerExpansion;
import dev.billing.customers.customer.Customers;
import dev.billing.customers.idempotency.Idempotency;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The contacts of a customer (specification, "Customers"). An unknown customer is 404 on every path below it. */
@Path("/customers/{customerId}/contacts")
@Produces(MediaType.APPLICATION_JSON)
public class ContactResource implements ApiResource {

    private final ContactRepository contacts;
    private final Customers customers;
    private final CustomerExpansion expansion;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;
    private final Idempotency idempotency;

    ContactResource(
            ContactRepository contacts,
            Customers customers,
            CustomerExpansion expansion,
            CurrentBusiness business,
            Call call,
            Responses responses,
            Idempotency idempotency) {
        this.contacts = contacts;
        this.customers = customers;
        this.expansion = expansion;
        this.business = business;
        this.call = call;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @GET
    @Exportable
    @PermissionsAllowed(Permission.READ)
    @Expandable(Customers.NAME)
    @Listed(also = Listed.METADATA)
    public Uni<RestResponse<Envelope>> list(@RestPath String customerId) {
        var request = call.listRequest(Contacts.TABLE);
        long customer = Customers.id(customerId);
        return customers
                .fetch(business.id(), customer)
                .flatMap(parent -> contacts.list(business.id(), customer, request)
                        .map(listing -> expansion.below(parent, listing, Contacts.CUSTOMER)))
                .map(listing -> responses.list("contacts", listing));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.WRITE)
    @Expandable(Customers.NAME)
    public Uni<RestResponse<Envelope>> create(@RestPath String customerId, ContactInput input) {
        long customer = Customers.id(customerId);
        call.check(faults -> input.checkNew(customer, faults));
        return idempotency.once(business.id(), () -> contacts.create(business.id(), customer, input)
                .flatMap(contact -> expansion.of(contact, Contacts.CUSTOMER))
                .map(view -> responses.created(Contacts.NAME, view)));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed(Permission.READ)
    @Expandable(Customers.NAME)
    public Uni<RestResponse<Envelope>> fetch(@RestPath String customerId, @RestPath String id) {
        long customer = Customers.id(customerId);
        return contacts.fetch(business.id(), customer, Ids.parse(id, Contacts.NAME))
                .flatMap(contact -> expansion.of(contact, Contacts.CUSTOMER))
                .map(view -> responses.fetched(Contacts.NAME, view, call.isExpanded()));
    }

    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    @Expandable(Customers.NAME)
    public Uni<RestResponse<Envelope>> edit(@RestPath String customerId, @RestPath String id, ContactInput input) {
        long customer = Customers.id(customerId);
        long contactId = Ids.parse(id, Contacts.NAME);
        call.check(faults -> input.checkEdit(customer, contactId, faults));
        var precondition = call.precondition();
        return idempotency.once(
                business.id(), () -> contacts.edit(business.id(), customer, contactId, input, precondition)
                        .flatMap(contact -> expansion.of(contact, Contacts.CUSTOMER))
                        .map(view -> responses.edited(Contacts.NAME, view)));
    }

    @DELETE
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<Void> delete(@RestPath String customerId, @RestPath String id) {
        return contacts.remove(
                business.id(), Customers.id(customerId), Ids.parse(id, Contacts.NAME), call.precondition());
    }
}
