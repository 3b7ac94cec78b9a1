package dev.billing.customers.customer;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
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

/** The customers of the business that asks (specification, "Customers"). */
@Path("/customers")
@Produces(MediaType.APPLICATION_JSON)
public class CustomerResource implements ApiResource {

    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;
    private final Idempotency idempotency;

    CustomerResource(
            CustomerRepository customers,
            CurrentBusiness business,
            Call call,
            Responses responses,
            Idempotency idempotency) {
        this.customers = customers;
        this.business = business;
        this.call = call;
        this.responses = responses;
        this.idempotency = idempotency;
    }

    @GET
    @Exportable
    @PermissionsAllowed(Permission.READ)
    @Listed(also = {Listed.SEARCH, Listed.OPEN_BALANCE, Listed.METADATA})
    public Uni<RestResponse<Envelope>> list() {
        return customers
                .list(business.id(), call.listRequest(Customers.TABLE))
                .map(listing -> responses.list("customers", listing));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> create(CustomerInput input) {
        call.check(input::checkNew);
        return idempotency.once(business.id(), () -> customers
                .create(business.id(), input)
                .map(customer -> responses.created(Customers.NAME, customer)));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed(Permission.READ)
    public Uni<RestResponse<Envelope>> fetch(@RestPath String id) {
        return customers
                .fetch(business.id(), Customers.id(id))
                .map(customer -> responses.fetched(Customers.NAME, customer, false));
    }

    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> edit(@RestPath String id, CustomerInput input) {
        long customerId = Customers.id(id);
        call.check(faults -> input.checkEdit(customerId, faults));
        var precondition = call.precondition();
        return idempotency.once(business.id(), () -> customers
                .edit(business.id(), customerId, input, precondition)
                .map(customer -> responses.edited(Customers.NAME, customer)));
    }

    /** Takes a delete back. Sent again, it answers the same. */
    @POST
    @Path("/{id}/restore")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<RestResponse<Envelope>> restore(@RestPath String id) {
        long customerId = Customers.id(id);
        return idempotency.once(business.id(), () -> customers
                .restore(business.id(), customerId)
                .map(customer -> responses.ok(Customers.NAME, customer)));
    }

    /** Removes the data of a person (GDPR, article 17). The amounts stay, and what happened, without who it was. */
    @POST
    @Path("/{id}/erase")
    @PermissionsAllowed(Permission.ERASE)
    public Uni<RestResponse<Envelope>> erase(@RestPath String id) {
        long customerId = Customers.id(id);
        return idempotency.once(
                business.id(),
                () -> customers.erase(business.id(), customerId).replaceWith(() -> RestResponse.ok(Envelope.SUCCESS)));
    }

    @DELETE
    @Path("/{id}")
    @PermissionsAllowed(Permission.WRITE)
    public Uni<Void> delete(@RestPath String id) {
        return customers.remove(business.id(), Customers.id(id), call.precondition());
    }
}
