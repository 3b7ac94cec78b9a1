package dev.billing.customers.customer;

import dev.billing.customers.api.ApiResource;
import dev.billing.customers.api.Call;
import dev.billing.customers.api.Envelope;
import dev.billing.customers.api.Responses;
import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Which customer of Stripe a customer is: written by the integration, seen in the customer's {@code stripe_customer}. */
@Path("/customers/{customerId}/stripe_customer")
@Produces(MediaType.APPLICATION_JSON)
public class StripeCustomerResource implements ApiResource {

    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Call call;
    private final Responses responses;

    StripeCustomerResource(CustomerRepository customers, CurrentBusiness business, Call call, Responses responses) {
        this.customers = customers;
        this.business = business;
        this.call = call;
        this.responses = responses;
    }

    /** Ties the customer to a customer of Stripe, in place of the one before. */
    @PUT
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.INTEGRATIONS)
    public Uni<RestResponse<Envelope>> put(@RestPath String customerId, StripeCustomerInput input) {
        call.check(input::check);
        return customers
                .tieToStripe(business.id(), Customers.id(customerId), input.id.get(), call.precondition())
                .map(customer -> responses.edited(Customers.NAME, customer));
    }

    /** Cuts the tie, if there is one. */
    @DELETE
    @PermissionsAllowed(Permission.INTEGRATIONS)
    public Uni<Void> delete(@RestPath String customerId) {
        return customers
                .tieToStripe(business.id(), Customers.id(customerId), null, call.precondition())
                .replaceWithVoid();
    }
}
