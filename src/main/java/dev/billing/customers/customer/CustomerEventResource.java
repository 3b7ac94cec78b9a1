package dev.billing.customers.customer;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Exportable;
import dev.billing.customers.api.Listed;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.event.Events;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The history of a customer, of its contacts and of its ledger. It outlives the customer. */
@Path("/customers/{customerId}/events")
@Produces(MediaType.APPLICATION_JSON)
public class CustomerEventResource implements ApiResource {

    private final Events events;
    private final Customers customers;
    private final CurrentBusiness business;
    private final Responses responses;

    CustomerEventResource(Events events, Customers customers, CurrentBusiness business, Responses responses) {
        this.events = events;
        this.customers = customers;
        this.business = business;
        this.responses = responses;
    }

    /** One page, or all. A customer that was never changed since there are events has none; 404 only if there is no such customer either. */
    @GET
    @Exportable
    @PermissionsAllowed(Permission.AUDIT)
    @Listed
    public Uni<RestResponse<Envelope>> list(@RestPath String customerId) {
        long customer = Customers.id(customerId);
        var listing = events.ofCustomer(business.id(), customer);
        return check(customer).flatMap(checked -> listing).map(listed -> responses.list("events", listed));
    }

    private Uni<?> check(long customer) {
        return events.areKnown(business.id(), customer)
                .flatMap(areKnown -> areKnown
                        ? Uni.createFrom().voidItem()
                        : customers.fetch(business.id(), customer).replaceWithVoid());
    }
}
