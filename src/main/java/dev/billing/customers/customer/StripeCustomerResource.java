package dev.billing.customers.customer;

import dev.billing.customers.business.CurrentBusiness;
import dev.billing.customers.business.Permission;
import dev.billing.customers.http.Answers;
import dev.billing.customers.http.ApiResource;
import dev.billing.customers.http.Envelope;
import dev.billing.customers.http.Exchange;
import dev.billing.customers.http.Ids;
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

    private static final String CUSTOMER = "customer";

    private final CustomerRepository customers;
    private final CurrentBusiness business;
    private final Exchange exchange;
    private final Answers answers;

    StripeCustomerResource(CustomerRepository customers, CurrentBusiness business, Exchange exchange, Answers answers) {
        this.customers = customers;
        this.business = business;
        this.exchange = exchange;
        this.answers = answers;
    }

    /** Ties the customer to a customer of Stripe, in place of the one before. */
    @PUT
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @PermissionsAllowed(Permission.INTEGRATIONS)
    public Uni<RestResponse<Envelope>> put(@RestPath String customerId, StripeCustomerInput input) {
        exchange.expand();
        input.check();
        return customers
                .tieToStripe(business.id(), Ids.parse(customerId, CUSTOMER), input.id.get(), exchange.precondition())
                .map(customer -> answers.edited(CUSTOMER, customer));
    }

    /** Cuts the tie, where there is one. */
    @DELETE
    @PermissionsAllowed(Permission.INTEGRATIONS)
    public Uni<Void> delete(@RestPath String customerId) {
        return customers
                .tieToStripe(business.id(), Ids.parse(customerId, CUSTOMER), null, exchange.precondition())
                .replaceWithVoid();
    }
}
